import { encodeServerFrame, terminalWindow, type ServerFrame } from '@interviewlm/protocol';
import type { Ring } from './ring.js';

const frameBytes = 32 * 1024;

/** One connection that shows a terminal: gets each byte once, in order, and never more than a window ahead of what it showed. */
export class Viewer {
  #sent: number | null = null;
  #acked = 0;

  constructor(
    readonly writes: boolean,
    private readonly send: (frame: Uint8Array) => void,
    /** Ends the connection: there will be no more to show, or it is shown by another process. */
    readonly close: (why: 'ended' | 'moved') => void,
  ) {}

  get started(): boolean {
    return this.#sent !== null;
  }

  /** Bytes of the terminal that this viewer hasn't shown yet. */
  behind(ring: Ring): number {
    return ring.end - this.#acked;
  }

  /** Output from `offset` on, or from the oldest byte that is kept. */
  start(offset: number, ring: Ring): void {
    this.#sent = Math.min(Math.max(offset, ring.start), ring.end);
    this.#acked = this.#sent;
    this.pump(ring);
  }

  /** What was shown can't be more than what was sent, whatever the frame says. */
  ack(offset: number, ring: Ring): void {
    this.#acked = Math.min(Math.max(offset, this.#acked), this.#sent ?? this.#acked);
    this.pump(ring);
  }

  pump(ring: Ring): void {
    while (this.#sent !== null && this.#sent < ring.end) {
      const room = terminalWindow.high - (this.#sent - this.#acked);
      if (room <= 0) return;
      const { offset, data } = ring.read(this.#sent, Math.min(room, frameBytes));
      this.#sent = offset + data.length;
      this.tell({ kind: 'output', offset, data });
    }
  }

  tell(frame: ServerFrame): void {
    this.send(encodeServerFrame(frame));
  }
}
