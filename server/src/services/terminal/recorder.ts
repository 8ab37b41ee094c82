import type { Unplaced } from '../recording/log.js';
import type { Ring } from './ring.js';

/** Output of this long becomes one event: a keystroke's echo and a page of `ls` cost a row each, not a hundred. */
const windowMs = 250;
/** Kept of one window. A flood (`yes`) shows its last screens in the replay and a gap where the rest was. */
const windowBytes = 64 * 1024;
/** Once a terminal has recorded this much, only this little of each window is kept. */
const generousBytes = 32 * 1024 * 1024;
const frugalBytes = 4 * 1024;

/** Coalesces one terminal's output into events of the log. What wasn't recorded yet is in the ring, and nowhere twice. */
export class OutputRecorder {
  #offset: number;
  #recorded = 0;
  #timer: NodeJS.Timeout | null = null;
  #last: Promise<void> = Promise.resolve();

  /** All that is in the ring now was recorded before; `append` makes events durable. */
  constructor(
    readonly terminal: number,
    private readonly ring: Ring,
    private readonly append: (events: Unplaced[]) => Promise<void>,
  ) {
    this.#offset = ring.end;
  }

  /** There is more in the ring. */
  output(): void {
    this.#timer ??= setTimeout(() => void this.flush(), windowMs);
  }

  /** Goes on at a later offset. */
  skipTo(offset: number): void {
    this.#offset = Math.max(this.#offset, offset);
  }

  /** After the output so far. */
  note(event: Unplaced): Promise<void> {
    return this.#append([...this.#take(), event]);
  }

  /** Resolves when everything so far is in the log. */
  flush(): Promise<void> {
    return this.#append(this.#take());
  }

  #take(): Unplaced[] {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const most = this.#recorded < generousBytes ? windowBytes : frugalBytes;
    const { offset, data: kept } = this.ring.read(Math.max(this.#offset, this.ring.end - most), most);
    this.#offset = this.ring.end;
    this.#recorded += kept.length;
    if (kept.length === 0) return [];
    return [{ type: 'terminal.output', data: { terminal: this.terminal, offset, base64: kept.toString('base64') } }];
  }

  #append(events: Unplaced[]): Promise<void> {
    if (events.length > 0) this.#last = this.#last.then(() => this.append(events));
    return this.#last;
  }
}
