import type { EditOrigin, EventOf, FileOrigin, SessionEvent } from '@interviewlm/protocol';
import { applyChanges, diffText } from './text.js';
import type { Entry } from './timeline.js';

/**
 * How a stretch of text came to be where it is. `assistant` names the answer and the proposal that it was accepted from, where the log
 * tells them.
 */
export type Provenance =
  | { readonly kind: 'starter' | 'typed' | 'paste' | 'undo' | 'format' | 'terminal' }
  | { readonly kind: 'assistant'; readonly message: string | null; readonly proposal: string | null };

/** `length` UTF-16 units in a row that came the same way. */
export interface Span {
  readonly length: number;
  readonly from: Provenance;
}

/** The spans of every file, which together are as long as its text. */
export type Provenances = ReadonlyMap<string, readonly Span[]>;

/** Where each character of the files comes from once the first `count` entries are applied; a pure function of them. */
export function provenanceOf(entries: readonly Entry[], count = entries.length): Provenances {
  const trace = new Trace();
  for (let index = 0; index < count; index++) {
    const event = entries[index]?.event;
    if (event) trace.follow(event);
  }
  return trace.spans();
}

interface Traced {
  text: string;
  spans: readonly Span[];
  /** What was cut out lately: an undo that brings it back brings its origin back too. */
  removed: readonly { readonly text: string; readonly spans: readonly Span[] }[];
}

const rememberedCuts = 50;
const starter: Provenance = { kind: 'starter' };
const byEdit: Readonly<Record<Exclude<EditOrigin, 'accept'>, Provenance>> = {
  typed: { kind: 'typed' },
  paste: { kind: 'paste' },
  undo: { kind: 'undo' },
  format: { kind: 'format' },
};
const unknownAnswer: Provenance = { kind: 'assistant', message: null, proposal: null };
const byFile: Readonly<Record<FileOrigin, Provenance>> = {
  question: starter,
  editor: byEdit.typed,
  terminal: { kind: 'terminal' },
  assistant: unknownAnswer,
};

class Trace {
  #files = new Map<string, Traced>();
  /** The answer that each proposal came in, and the proposal that was accepted last for each file. */
  #answers = new Map<string, string>();
  #accepted = new Map<string, string>();

  spans(): Provenances {
    return new Map([...this.#files].map(([path, { spans }]) => [path, spans]));
  }

  follow(event: SessionEvent): void {
    switch (event.type) {
      case 'session.started':
        for (const { path, content } of event.data.files) this.#make(path, content, starter);
        break;
      case 'file.create':
        this.#make(event.data.path, event.data.content, this.#ofFile(event.data.path, event.data.origin));
        break;
      case 'file.write':
        this.#write(event);
        break;
      case 'editor.edit':
        this.#edit(event);
        break;
      case 'file.move':
        this.#move(event.data.from, event.data.to);
        break;
      case 'file.delete':
        for (const path of this.#below(event.data.path)) this.#files.delete(path);
        break;
      case 'chat.proposal':
        this.#answers.set(event.data.proposal.id, event.data.message);
        break;
      case 'chat.decision':
        if (event.data.accepted) this.#accepted.set(event.data.path, event.data.proposal);
        break;
      default:
    }
  }

  #make(path: string, text: string, from: Provenance): void {
    this.#files.set(path, { text, spans: spanOf(text.length, from), removed: [] });
  }

  /** Of a file that is written whole, only what is different came with the write. */
  #write({ data: { path, content, origin } }: EventOf<'file.write'>): void {
    const file = this.#files.get(path);
    if (typeof content !== 'string') {
      // What was written is not known, but that there is a file is: a move over another one takes its place.
      if (!file) this.#make(path, '', starter);
      return;
    }
    if (!file) return this.#make(path, content, this.#ofFile(path, origin));
    for (const change of diffText(file.text, content))
      this.#change(file, change, () => spanOf(change[2].length, this.#ofFile(path, origin)));
    file.text = content;
  }

  #edit({ data: { path, changes, origin } }: EventOf<'editor.edit'>): void {
    const file = this.#files.get(path) ?? { text: '', spans: [], removed: [] };
    this.#files.set(path, file);
    let ceiling = file.text.length;
    const before = file.text;
    file.text = applyChanges(before, changes).text;
    for (const change of changes) {
      const fits = applyChanges(before.slice(0, ceiling), [change]);
      if (fits.end === null) continue;
      const from = Math.min(change[0], ceiling);
      const deleted = Math.min(change[1], ceiling - from);
      this.#change(file, [from, deleted, change[2]], () => this.#inserted(file, path, change[2], origin), before);
      ceiling = from;
    }
  }

  #change(
    file: Traced,
    [offset, deleted, inserted]: readonly [number, number, string],
    made: () => readonly Span[],
    text = file.text,
  ): void {
    const [head, rest] = split(file.spans, offset);
    const [cut, tail] = split(rest, deleted);
    const middle = inserted === '' ? [] : made();
    if (deleted > 0) file.removed = [...file.removed, { text: text.slice(offset, offset + deleted), spans: cut }].slice(-rememberedCuts);
    file.spans = joined([...head, ...middle, ...tail]);
  }

  #inserted(file: Traced, path: string, text: string, origin: EditOrigin): readonly Span[] {
    const back = origin === 'undo' ? file.removed.findLast((cut) => cut.text === text) : undefined;
    return back?.spans ?? spanOf(text.length, origin === 'accept' ? this.#ofAnswer(path) : byEdit[origin]);
  }

  #ofFile(path: string, origin: FileOrigin): Provenance {
    return origin === 'assistant' ? this.#ofAnswer(path) : byFile[origin];
  }

  #ofAnswer(path: string): Provenance {
    const proposal = this.#accepted.get(path);
    return proposal === undefined ? unknownAnswer : { kind: 'assistant', proposal, message: this.#answers.get(proposal) ?? null };
  }

  #move(from: string, to: string): void {
    if (from === to) return;
    const going = this.#below(from).map((path) => [path, this.#files.get(path)] as const);
    for (const [path] of going) this.#files.delete(path);
    for (const [path, file] of going) if (file) this.#files.set(to + path.slice(from.length), file);
  }

  #below(path: string): string[] {
    return [...this.#files.keys()].filter((other) => other === path || other.startsWith(`${path}/`));
  }
}

const spanOf = (length: number, from: Provenance): Span[] => (length > 0 ? [{ length, from }] : []);

function split(spans: readonly Span[], at: number): [Span[], Span[]] {
  let left = at;
  let index = 0;
  for (let span = spans[0]; span && span.length <= left; span = spans[index]) {
    left -= span.length;
    index++;
  }
  const cut = spans[index];
  if (!cut || left === 0) return [spans.slice(0, index), spans.slice(index)];
  const { length, from } = cut;
  return [
    [...spans.slice(0, index), { length: left, from }],
    [{ length: length - left, from }, ...spans.slice(index + 1)],
  ];
}

/** Neighbours that came the same way are one. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last && isSame(last.from, span.from)) out[out.length - 1] = { length: last.length + span.length, from: last.from };
    else out.push(span);
  }
  return out;
}

const isSame = (a: Provenance, b: Provenance): boolean =>
  a === b ||
  (a.kind === b.kind && (a.kind !== 'assistant' || b.kind !== 'assistant' || (a.message === b.message && a.proposal === b.proposal)));
