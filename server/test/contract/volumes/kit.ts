import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pty, RunEvent, RunSpec, RuntimeImage, SandboxPort, VolumePort } from '../../../src/services/volumes/port.js';
import type { VolumesUnderTest } from '../volumes.contract.js';

export type Get = () => VolumesUnderTest;

export const image: RuntimeImage = {
  name: 'javascript',
  registry: 'node:24-bookworm-slim',
  commands: [],
  tools: null,
  env: { IMAGE_VARIABLE: 'set' },
};
export const limits = { memory_mb: 256, cpu: 1, pids: 64, disk_mb: 64 };

export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (content: Uint8Array) => Buffer.from(content).toString();
/** At most 63 characters: Modal takes no more. */
export const freshSession = () => `itv_${randomUUID().replaceAll('-', '')}`;

export async function freshVolume(volumes: VolumePort, files: Record<string, string> = {}): Promise<string> {
  const name = `interviewlm-${freshSession()}`;
  await volumes.create(name);
  await volumes.write(
    name,
    Object.entries(files).map(([path, content]) => ({ kind: 'write' as const, path, content: bytes(content) })),
  );
  return name;
}

export interface Ran {
  stdout: string;
  stderr: string;
  exit: Extract<RunEvent, { type: 'exit' }>;
  /** Every event's type, in order. */
  types: string[];
}

export type RunOptions = Partial<Omit<RunSpec, 'limits'>> & { limits?: Partial<RunSpec['limits']> };

/** Runs a command to its end. */
export async function run(
  sandboxes: SandboxPort,
  argv: readonly string[],
  options: RunOptions = {},
  signal = new AbortController().signal,
): Promise<Ran> {
  const spec: RunSpec = {
    volume: null,
    image,
    overlay: [],
    env: {},
    stdin: new Uint8Array(),
    argv,
    ...options,
    limits: { ...limits, wall_ms: 20_000, output_bytes: 256 * 1024, ...options.limits },
  };
  const out = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const types: string[] = [];
  let exit: Ran['exit'] | undefined;
  for await (const event of sandboxes.run(spec, signal)) {
    types.push(event.type);
    if (event.type === 'exit') exit = event;
    else out[event.stream].push(event.data);
  }
  if (!exit) throw new Error('the run ended without an exit');
  return { stdout: text(Buffer.concat(out.stdout)), stderr: text(Buffer.concat(out.stderr)), exit, types };
}

export const sh = (sandboxes: SandboxPort, script: string, options: RunOptions = {}) => run(sandboxes, ['sh', '-c', script], options);

/** A terminal's screen as text, to wait for what is expected on it. */
export class Screen {
  private shown = '';
  readonly exited: Promise<number | null>;

  constructor(readonly pty: Pty) {
    pty.onData((data) => (this.shown += Buffer.from(data).toString('latin1')));
    this.exited = new Promise((resolve) => {
      pty.onExit(resolve);
    });
  }

  type(line: string): void {
    this.pty.write(bytes(line));
  }

  /** Waits for text that was not there before the last `seen`, and takes it as seen. Resolves with what came before it. */
  async sees(expected: string, within_ms = 15_000): Promise<string> {
    await until(
      () => this.shown.includes(expected),
      within_ms,
      () => `${JSON.stringify(expected)} in ${JSON.stringify(this.shown.slice(-2000))}`,
    );
    const before = this.shown.slice(0, this.shown.indexOf(expected));
    this.shown = this.shown.slice(before.length + expected.length);
    return before;
  }

  get rest(): string {
    return this.shown;
  }
}

export async function until(holds: () => boolean | Promise<boolean>, within_ms: number, what: () => string): Promise<void> {
  const deadline = performance.now() + within_ms;
  for (;;) {
    // A look that began in time says nothing of what is there when the time is over: on a busy machine it may have taken long.
    const began = performance.now();
    if (await holds()) return;
    if (began > deadline) throw new Error(`waited ${within_ms} ms for ${what()}`);
    await sleep(25);
  }
}
