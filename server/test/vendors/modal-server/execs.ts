import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';

export interface ExecExit {
  code?: number;
  signal?: number;
}

/** One command that runs in a sandbox, with its output kept from the first byte so that it can be read again from any offset. */
export class Exec {
  readonly output: [Buffer[], Buffer[]] = [[], []];
  readonly length: [number, number] = [0, 0];
  exit: ExecExit | null = null;
  stdinBytes = 0;
  stdinClosed = false;
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly taskId: string,
    private readonly io: { write(data: Uint8Array): void; end(): void; kill(): void },
  ) {}

  /** Writes what is new of `data`, which starts at `offset` of the whole input. */
  write(data: Uint8Array, offset: number): void {
    const fresh = data.subarray(Math.max(0, this.stdinBytes - offset));
    if (fresh.length === 0) return;
    this.stdinBytes += fresh.length;
    this.io.write(fresh);
  }

  closeInput(): void {
    if (this.stdinClosed) return;
    this.stdinClosed = true;
    this.io.end();
  }

  kill(): void {
    if (!this.exit) this.io.kill();
  }

  push(stream: 0 | 1, data: Buffer): void {
    this.output[stream].push(data);
    this.length[stream] += data.length;
    this.#wake();
  }

  finish(exit: ExecExit): void {
    this.exit ??= exit;
    this.#wake();
  }

  /** Resolves at the next output or at the end, or when the signal aborts. */
  async change(signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Bytes that are copied into `Exec` before the process is made to wait: Modal holds back too. */
const ahead = 4 * 1024 * 1024;

export function startPiped(taskId: string, [command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Exec {
  const outputs = [openPipe(), openPipe()] as const;
  const child = spawn(command, args, { env, detached: true, stdio: ['pipe', outputs[0].write, outputs[1].write] });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  };
  const { stdin } = child;
  const exec = new Exec(taskId, { write: (data) => stdin?.write(data), end: () => stdin?.end(), kill });
  stdin?.on('error', () => undefined);
  const drained = outputs.map(({ write, read }, index) => {
    closeSync(write);
    let taken = 0;
    read.on('error', () => undefined);
    read.on('data', (data: Buffer) => {
      exec.push(index === 0 ? 0 : 1, data);
      taken += data.length;
      if (taken > ahead) slow(read);
    });
    return once(read, 'close');
  });
  child.on('error', () => exec.finish({ code: 127 }));
  child.on('exit', (code, signal) => {
    // What a background process holds open must not keep the exit from being told for long.
    void Promise.race([Promise.all(drained), sleep(200)]).then(() => exec.finish(signal ? { signal: 9 } : { code: code ?? 0 }));
  });
  return exec;
}

export function startTerminal(
  taskId: string,
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  size: { cols: number; rows: number; name: string },
): Exec {
  const terminal = pty.spawn(command, args, { ...size, env, encoding: null });
  const exec = new Exec(taskId, {
    // It takes bytes as well; its types only know strings.
    write: (data) => terminal.write(Buffer.from(data) as unknown as string),
    end: () => terminal.write('\x04'),
    kill: () => terminal.kill('SIGKILL'),
  });
  terminal.onData((data: string | Buffer) => exec.push(0, Buffer.from(data as Buffer)));
  terminal.onExit(({ exitCode, signal }) => exec.finish(signal ? { signal } : { code: exitCode }));
  return exec;
}

function slow(stream: Socket): void {
  stream.pause();
  setTimeout(() => stream.resume(), 20).unref();
}

/** A pipe as the system knows it. What Node calls one is a socket, which can't be opened by the name `/dev/stdout`. */
function openPipe(): { write: number; read: Socket } {
  const path = join(tmpdir(), `pipe-${randomUUID()}`);
  execFileSync('mkfifo', ['-m', '600', path]);
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const write = openSync(path, constants.O_WRONLY);
  unlinkSync(path);
  return { write, read: new Socket({ fd: read, readable: true, writable: false }) };
}
