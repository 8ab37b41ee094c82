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
  private readonly asked = new Map<number, { hear: (said: Said) => void; reject: (error: Error) => void }>();
  private readonly running = new Map<number, (code: number | null) => void>();
  private last = 0;

  constructor() {
    this.worker.on('message', (message: Said) => this.hear(message));
    this.worker.on('error', (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.fail(new Error('The thread that starts programs has ended.')));
    this.worker.unref();
  }

  /** `stdio`: descriptors of this process by number; the child's others are closed. Its environment is empty. */
  start(file: string, args: readonly string[], stdio: readonly (number | 'ignore')[]): Promise<Launched> {
    return this.ask({ file, args, stdio }, (said) => this.launched(said));
  }

  /** Runs a program to its end. Rejects with what it complained about. */
  async run(file: string, args: readonly string[]): Promise<void> {
    const { exited } = await this.ask({ file, args }, (said) => this.launched(said));
    await exited;
  }

  /**
   * Starts a program that says a line once it is ready and then reads one; between the two, opens files of its folder in `/proc`. They stay
   * open in this process, which closes them. Rejects with what the program complained about.
   */
  hold(file: string, args: readonly string[], names: readonly { path: string; flags: number }[]): Promise<number[]> {
    return this.ask({ file, args, names }, ({ descriptors = [] }) => descriptors);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private ask<T>(order: Readonly<Record<string, unknown>>, answer: (said: Said) => T): Promise<T> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { hear: (said) => resolve(answer(said)), reject });
      this.worker.ref();
      this.worker.postMessage({ id, ...order });
    });
  }

  private launched({ id, pid = 0 }: Said): Launched {
    return { pid, exited: new Promise((resolve) => this.running.set(id, resolve)) };
  }

  private hear(said: Said): void {
    const asked = this.asked.get(said.id);
    this.asked.delete(said.id);
    if (asked && said.error !== undefined) asked.reject(new Error(said.error));
    else if (asked) asked.hear(said);
    else if (said.code !== undefined) {
      this.running.get(said.id)?.(said.code);
      this.running.delete(said.id);
    }
    // Like a child process itself, it keeps this process going only while there is something to wait for.
    if (this.asked.size + this.running.size === 0) this.worker.unref();
  }

  private fail(error: Error): void {
    for (const { reject } of this.asked.values()) reject(error);
    for (const ended of this.running.values()) ended(null);
    this.asked.clear();
    this.running.clear();
  }
}

/** Of what was asked by `id`: first its answer or why there is none, then, of a program that was started, how it ended. */
interface Said {
  id: number;
  pid?: number;
  descriptors?: number[];
  error?: string;
  code?: number | null;
}

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
