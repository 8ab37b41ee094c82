import { atMost, clear, feed, write, type Emulator } from './terminal-feed.js';
import type { TerminalHistory } from './terminal-history.js';
import { operationsBetween, type TerminalOp, type TerminalState } from './terminal.js';

/** So much output is fed at once; more goes by a screen from the history. */
const directBytes = 16 * 1024;

/**
 * Brings a shown emulator to the moment that is wanted: forward by the output in between, back or far ahead by a screen that
 * the history keeps. A newer moment replaces an older one between two slices, so scrubbing never waits for what nobody will
 * see.
 */
export class TerminalScreen {
  #shown: TerminalOp | null = null;
  #wanted: TerminalOp | null = null;
  #running: Promise<void> | null = null;
  #disposed = false;

  constructor(
    private readonly emulator: Emulator,
    private readonly history: TerminalHistory,
  ) {}

  /** Resolves when the newest wanted moment is on the screen. */
  show(terminal: TerminalState | null): Promise<void> {
    this.#wanted = terminal?.last ?? null;
    this.#running ??= this.#catchUp().finally(() => (this.#running = null));
    return this.#running;
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #catchUp(): Promise<void> {
    while (this.#shown !== this.#wanted && !this.#disposed) await this.#approach(this.#wanted);
  }

  async #approach(wanted: TerminalOp | null): Promise<void> {
    const operations = operationsBetween(this.#shown, wanted);
    if (operations?.length === 0) {
      this.#shown = wanted;
    } else if (operations && (atMost(operations, directBytes) || this.#isNearest(wanted))) {
      this.#shown = (await feed(this.emulator, operations, directBytes))?.last ?? wanted;
    } else if (this.history.covers(wanted)) {
      await this.#restore(wanted);
    } else {
      await this.history.advance(wanted);
    }
  }

  /** True when no kept screen is nearer than the shown one. */
  #isNearest(wanted: TerminalOp | null): boolean {
    return this.history.covers(wanted) && (this.history.nearest(wanted)?.op.index ?? 0) <= (this.#shown?.index ?? 0);
  }

  async #restore(wanted: TerminalOp | null): Promise<void> {
    const checkpoint = this.history.nearest(wanted);
    await clear(this.emulator);
    this.emulator.resize(checkpoint?.cols ?? 80, checkpoint?.rows ?? 24);
    if (checkpoint) await write(this.emulator, checkpoint.screen);
    this.#shown = checkpoint?.op ?? null;
  }
}
