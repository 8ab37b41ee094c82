import { writeSync } from 'node:fs';
import type { IPty } from '@lydell/node-pty';
import { codeOf } from './files/errors.js';

/**
 * What is typed, on its way into a terminal. node-pty's own `write` blocks the whole server while the program inside doesn't read, because
 * libuv writes to the master side of a terminal synchronously. The descriptor itself doesn't block, so it is written to here and tried again.
 */
export class TypedInput {
  private waiting: Buffer[] = [];
  private bytes = 0;
  private retry: NodeJS.Timeout | null = null;
  private readonly internals: PtyInternals;

  constructor(pty: IPty) {
    this.internals = pty as unknown as PtyInternals;
    pty.onExit(() => this.drop());
  }

  /** Nobody types a megabyte ahead: what comes on top of that is not kept. */
  write(data: Uint8Array): void {
    if (this.bytes + data.length > maxWaiting) return;
    this.waiting.push(Buffer.from(data));
    this.bytes += data.length;
    if (!this.retry) this.pump();
  }

  private pump(): void {
    this.retry = null;
    for (let chunk = this.waiting[0]; chunk; chunk = this.waiting[0]) {
      // Once the stream is destroyed, its descriptor's number may already be somebody else's.
      if (this.internals._socket.destroyed) return this.drop();
      const written = this.tryWrite(chunk);
      if (written === null) return this.drop();
      this.bytes -= written;
      if (written === chunk.length) this.waiting.shift();
      else if (written > 0) this.waiting[0] = chunk.subarray(written);
      else {
        this.retry = setTimeout(() => this.pump(), retry_ms);
        return;
      }
    }
  }

  /** How many bytes the terminal took: 0 when it is full, null when it is gone. */
  private tryWrite(chunk: Buffer): number | null {
    try {
      return writeSync(this.internals.fd, chunk, 0, Math.min(chunk.length, 4096));
    } catch (error) {
      return codeOf(error) === 'EAGAIN' ? 0 : null;
    }
  }

  private drop(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    this.waiting = [];
    this.bytes = 0;
  }
}

const maxWaiting = 1024 * 1024;
const retry_ms = 10;

/** Of node-pty 1.1, whose types don't show them. */
interface PtyInternals {
  readonly fd: number;
  readonly _socket: { readonly destroyed: boolean };
}
