import { clear, feed, isSettled, type SerializingEmulator } from './terminal-feed.js';
import { isPastOf, operationsBetween, type TerminalOp } from './terminal.js';

/** A screen as text, and the operation after which it looked like that. */
export interface Checkpoint {
  readonly op: TerminalOp;
  readonly cols: number;
  readonly rows: number;
  readonly screen: string;
}

/** Output between checkpoints at first, and how many are kept: at twice as many every second one goes. */
const firstInterval = 16 * 1024;
const kept = 128;

/**
 * Reads a terminal's output ahead in an emulator that nobody sees, which is several times faster than one on the page, and
 * keeps screens along the way. Going back then costs one screen and a little output, however long the session was.
 */
export class TerminalHistory {
  #checkpoints: Checkpoint[] = [];
  #at: TerminalOp | null = null;
  #size = { cols: 80, rows: 24 };
  #interval = firstInterval;
  #sinceLast = 0;
  #settled = true;

  constructor(private readonly emulator: SerializingEmulator) {}

  /** True when the output up to this operation was read. */
  covers(wanted: TerminalOp | null): boolean {
    return isPastOf(wanted, this.#at);
  }

  /** Reads one slice more on the way to an operation. */
  async advance(wanted: TerminalOp | null): Promise<void> {
    const operations = operationsBetween(this.#at, wanted);
    if (!operations) {
      await this.#startAnew();
      return;
    }
    // Once a screen is due, piece by piece, until the output is at a place where one can be taken.
    const fed = await feed(this.emulator, operations, Math.max(1, this.#interval - this.#sinceLast));
    if (!fed) return;
    const { last, output } = fed;
    this.#at = last;
    this.#sinceLast += output.length;
    this.#settled = isSettled(output, this.#settled);
    if (last.kind === 'resize' || last.kind === 'screen') this.#size = { cols: last.cols, rows: last.rows };
    if (this.#settled && this.#sinceLast >= this.#interval) this.#keep(last);
  }

  /** The newest screen on the way to an operation; null where there is none yet. */
  nearest(wanted: TerminalOp | null): Checkpoint | null {
    const index = wanted?.index ?? 0;
    const found = this.#checkpoints.findLast(({ op }) => op.index <= index) ?? null;
    return found && isPastOf(found.op, wanted) ? found : null;
  }

  #keep(op: TerminalOp): void {
    this.#sinceLast = 0;
    this.#checkpoints.push({ op, ...this.#size, screen: this.emulator.serialize() });
    if (this.#checkpoints.length < kept * 2) return;
    this.#checkpoints = this.#checkpoints.filter((_, index) => index % 2 === 1);
    this.#interval *= 2;
  }

  async #startAnew(): Promise<void> {
    this.#checkpoints = [];
    this.#at = null;
    this.#size = { cols: 80, rows: 24 };
    this.#sinceLast = 0;
    this.#settled = true;
    await clear(this.emulator);
    this.emulator.resize(80, 24);
  }
}
