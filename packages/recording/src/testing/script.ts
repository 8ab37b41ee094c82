import type { EventBody, ReplayManifest, SegmentRef, SessionEvent, TextChange } from '@interviewlm/protocol';
import { markerOf } from '../markers.js';
import { applyChanges } from '../text.js';
import { seeded } from './random.js';

export interface Recording {
  readonly manifest: ReplayManifest;
  readonly events: readonly SessionEvent[];
  /** The workspace at the end: what any replay must arrive at. */
  readonly files: ReadonlyMap<string, string>;
}

type Origin = 'typed' | 'paste' | 'accept' | 'undo' | 'format';

/** Writes a recording the way a page and a server would, with its own clock and its own copy of the files. */
export class SessionScript {
  readonly events: SessionEvent[] = [];
  readonly files = new Map<string, string>();
  t = 0;
  #random: () => number;
  #printed = 0;
  #version = new Map<string, number>();

  constructor(seed = 1) {
    this.#random = seeded(seed);
  }

  get random(): () => number {
    return this.#random;
  }

  wait(ms: number): this {
    this.t += ms;
    return this;
  }

  emit(body: EventBody): this {
    this.events.push({ seq: this.events.length + 1, t_ms: Math.round(this.t), ...body });
    return this;
  }

  start(question: string, title: string, instructions: string, files: Record<string, string>): this {
    for (const [path, content] of Object.entries(files)) this.files.set(path, content);
    const listed = Object.entries(files).map(([path, content]) => ({ path, content }));
    this.emit({ type: 'session.started', data: { files: listed, question } });
    return this.emit({ type: 'question.shown', data: { question, index: 0, title, instructions } });
  }

  edit(path: string, changes: TextChange[], origin: Origin = 'typed'): this {
    this.files.set(path, applyChanges(this.files.get(path) ?? '', changes).text);
    return this.emit({ type: 'editor.edit', data: { path, version: this.#version.get(path) ?? 1, changes, origin } });
  }

  /** Types `text` at `offset`, a key at a time, slower at line ends, as people do. */
  type(path: string, offset: number, text: string, perKeyMs = 120): this {
    let at = offset;
    for (const key of text) {
      this.wait(perKeyMs * (0.5 + this.#random()) + (key === '\n' ? perKeyMs * 4 : 0));
      this.edit(path, [[at, 0, key]]);
      at += key.length;
    }
    return this;
  }

  /** Types `text` in place of the first `search`. */
  retype(path: string, search: string, text: string, perKeyMs?: number): this {
    const offset = this.offsetOf(path, search);
    this.emit({ type: 'editor.selection', data: { path, start: offset, end: offset + search.length } });
    this.wait(400).edit(path, [[offset, search.length, '']]);
    return this.type(path, offset, text, perKeyMs);
  }

  offsetOf(path: string, search: string): number {
    const offset = (this.files.get(path) ?? '').indexOf(search);
    if (offset < 0) throw new Error(`The script finds no ${JSON.stringify(search)} in ${path}.`);
    return offset;
  }

  save(path: string): this {
    const version = (this.#version.get(path) ?? 1) + 1;
    this.#version.set(path, version);
    const size = new TextEncoder().encode(this.files.get(path) ?? '').length;
    return this.emit({ type: 'file.write', data: { path, version, size, sha256: '0'.repeat(64), origin: 'editor' } });
  }

  print(text: string, terminal = 0): this {
    const bytes = new TextEncoder().encode(text);
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    this.emit({ type: 'terminal.output', data: { terminal, offset: this.#printed, base64 } });
    this.#printed += bytes.length;
    return this;
  }

  /** A command as it is typed and echoed, then its output. */
  command(line: string, output: string): this {
    for (const key of line)
      this.wait(60 + 90 * this.#random())
        .emit({ type: 'terminal.input', data: { bytes: 1 } })
        .wait(4)
        .print(key);
    return this.wait(120).print('\r\n').wait(180).print(output.replaceAll('\n', '\r\n')).print('\x1b[32m/workspace\x1b[0m $ ');
  }

  run(run: string, took: number, tests: Record<string, string | null>, kind: 'visible' | 'submit' = 'visible'): this {
    const results = Object.entries(tests).map(([name, message]) =>
      message === null ? { name, status: 'passed' as const, duration_ms: 2 } : { name, status: 'failed' as const, message, duration_ms: 3 },
    );
    const failed = results.filter(({ status }) => status === 'failed').length;
    this.emit({ type: 'tests.run', data: { run, kind } }).wait(took);
    const result = {
      id: run,
      object: 'test_run' as const,
      passed: results.length - failed,
      failed,
      total: results.length,
      duration_ms: took,
      tests: results,
      stdout: '',
      stderr: '',
      truncated: false,
      timed_out: false,
      stopped: null,
    };
    return this.emit({ type: 'tests.result', data: { run, kind, result } });
  }

  /** The recording so far, cut into segments of `perSegment` events. */
  finish(title: string, candidate: string, perSegment = 500): Recording {
    const segments: SegmentRef[] = [];
    for (let from = 0; from < this.events.length; from += perSegment) {
      segments.push(segmentOf(this.events.slice(from, from + perSegment)));
    }
    const manifest: ReplayManifest = {
      object: 'replay',
      interview: 'itv_01hzy3v7k8m9n0p1q2r3s4t5v6',
      title,
      candidate: { name: candidate },
      started_at: '2026-11-24T15:00:00.000Z',
      duration_ms: Math.round(this.t),
      last_seq: this.events.length,
      complete: true,
      markers: this.events.flatMap((event) => markerOf(event) ?? []),
      segments,
    };
    return { manifest, events: this.events, files: this.files };
  }
}

function segmentOf(events: readonly SessionEvent[]): SegmentRef {
  const times = events.map(({ t_ms }) => t_ms);
  const first = events[0]?.seq ?? 1;
  return {
    first_seq: first,
    last_seq: events.at(-1)?.seq ?? first,
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    events: events.length,
    bytes: events.length * 64,
    sha256: '0'.repeat(64),
    url: `/replay/segments/${first}`,
  };
}
