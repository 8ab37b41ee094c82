import { Worker } from 'node:worker_threads';

/** A started program. */
export interface Launched {
  pid: number;
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
}

/**
 * Starts programs on a thread of its own. `spawn` waits until the child has become its program, which on a machine that a sandbox keeps
 * busy can take hundreds of milliseconds, in which this server would answer nobody.
 * Whoever dies with its parent dies with that thread, which ends with the process or by `close`.
 */
export class Launcher {
  private readonly worker = new Worker(spawnThread, { eval: true, trackUnmanagedFds: false });
  private readonly starting = new Map<number, { resolve: (launched: Launched) => void; reject: (error: Error) => void }>();
  private readonly running = new Map<number, (code: number | null) => void>();
  private readonly holding = new Map<number, { resolve: (descriptors: number[]) => void; reject: (error: Error) => void }>();
  private last = 0;

  constructor() {
    this.worker.on('message', (message: Said) => this.hear(message));
    this.worker.on('error', (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.fail(new Error('The thread that starts programs has ended.')));
    this.worker.unref();
  }

  /** `stdio`: descriptors of this process by number; the child's others are closed. Its environment is empty. */
  async start(file: string, args: readonly string[], stdio: readonly (number | 'ignore')[]): Promise<Launched> {
    const id = ++this.last;
    return new Promise<Launched>((resolve, reject) => {
      this.starting.set(id, { resolve, reject });
      this.tell({ id, file, args, stdio });
    });
  }

  /** Runs a program to its end. Rejects with what it complained about. */
  async run(file: string, args: readonly string[]): Promise<void> {
    const { exited } = await new Promise<Launched>((resolve, reject) => {
      const id = ++this.last;
      this.starting.set(id, { resolve, reject });
      this.tell({ id, file, args });
    });
    await exited;
  }

  /**
   * Starts a program that says a line once it is ready and then reads one; between the two, opens files of its folder in `/proc`. They stay
   * open in this process, which closes them. Rejects with what the program complained about.
   */
  async hold(file: string, args: readonly string[], names: readonly { path: string; flags: number }[]): Promise<number[]> {
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      this.holding.set(id, { resolve, reject });
      this.tell({ id, file, args, names });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private tell(order: { id: number } & Readonly<Record<string, unknown>>): void {
    this.worker.ref();
    this.worker.postMessage(order);
  }

  private hear({ id, ...said }: Said): void {
    const asked = this.starting.get(id) ?? this.holding.get(id);
    if ('error' in said) asked?.reject(new Error(said.error));
    else if ('descriptors' in said) this.holding.get(id)?.resolve(said.descriptors);
    else if ('pid' in said)
      this.starting.get(id)?.resolve({ pid: said.pid, exited: new Promise((resolve) => this.running.set(id, resolve)) });
    else {
      this.running.get(id)?.(said.code);
      this.running.delete(id);
    }
    this.starting.delete(id);
    this.holding.delete(id);
    // Like a child process itself, it keeps this process going only while there is something to wait for.
    if (this.starting.size + this.running.size + this.holding.size === 0) this.worker.unref();
  }

  private fail(error: Error): void {
    for (const { reject } of [...this.starting.values(), ...this.holding.values()]) reject(error);
    for (const ended of this.running.values()) ended(null);
    this.starting.clear();
    this.holding.clear();
    this.running.clear();
  }
}

type Said = { id: number } & ({ pid: number } | { error: string } | { code: number | null } | { descriptors: number[] });

/** Plain JavaScript: a worker that is given its text needs no file of ours, whatever this code is bundled into. */
const spawnThread = `
const { parentPort } = require('node:worker_threads');
const { execFile, spawn } = require('node:child_process');
const { openSync } = require('node:fs');
parentPort.on('message', ({ id, file, args, stdio, names }) => {
  if (names) {
    const child = execFile(file, args, { cwd: '/', env: {} }, (error, _, complaint) => {
      parentPort.postMessage({ id, error: complaint.trim() || (error ? error.message : 'It ended before it was ready.') });
    });
    child.stdout?.once('data', () => {
      try {
        parentPort.postMessage({ id, descriptors: names.map(({ path, flags }) => openSync('/proc/' + child.pid + '/' + path, flags)) });
      } catch (error) {
        parentPort.postMessage({ id, error: String(error) });
      }
      child.stdin?.end('\\n');
    });
    return;
  }
  if (!stdio) {
    execFile(file, args, { cwd: '/', env: {} }, (error, _, complaint) => {
      parentPort.postMessage(error ? { id, error: complaint.trim() || error.message } : { id, pid: 0 });
      if (!error) parentPort.postMessage({ id, code: 0 });
    });
    return;
  }
  try {
    const child = spawn(file, args, { cwd: '/', env: {}, stdio });
    child.on('error', (error) => parentPort.postMessage({ id, error: error.message }));
    if (child.pid === undefined) return;
    parentPort.postMessage({ id, pid: child.pid });
    child.on('exit', (code) => parentPort.postMessage({ id, code }));
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
`;
