import type { Unplaced } from '../recording/log.js';

/** Output of this long becomes one event: a keystroke's echo and a page of `ls` cost a row each, not a hundred. */
const windowMs = 250;
/** Kept of one window. A flood (`yes`) shows its last screens in the replay and a gap where the rest was. */
const windowBytes = 64 * 1024;
/** Once a terminal has recorded this much, only this little of each window is kept. */
const generousBytes = 32 * 1024 * 1024;
const frugalBytes = 4 * 1024;

/** Coalesces one terminal's output into events of the log. */
export class OutputRecorder {
  #pending: Uint8Array[] = [];
  #offset: number;
  #recorded = 0;
  #timer: NodeJS.Timeout | null = null;
  #last: Promise<void> = Promise.resolve();

  /** `offset` is that of the first byte; `append` makes events durable. */
  constructor(
    readonly terminal: number,
    offset: number,
    private readonly append: (events: Unplaced[]) => Promise<void>,
  ) {
    this.#offset = offset;
  }

  output(data: Uint8Array): void {
    this.#pending.push(data);
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
    const all = Buffer.concat(this.#pending);
    this.#pending = [];
    const kept = all.subarray(Math.max(0, all.length - (this.#recorded < generousBytes ? windowBytes : frugalBytes)));
    const offset = this.#offset + all.length - kept.length;
    this.#offset += all.length;
    this.#recorded += kept.length;
    if (kept.length === 0) return [];
    return [{ type: 'terminal.output', data: { terminal: this.terminal, offset, base64: kept.toString('base64') } }];
  }

  #append(events: Unplaced[]): Promise<void> {
    if (events.length > 0) this.#last = this.#last.then(() => this.append(events));
    return this.#last;
  }
}
