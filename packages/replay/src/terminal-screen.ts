import { bytesOf, operationsBetween, type TerminalOp, type TerminalState } from '@interviewlm/recording';

/** The part of a terminal emulator that a replay drives. */
export interface Emulator {
  write(data: string | Uint8Array, done: () => void): void;
  resize(cols: number, rows: number): void;
  reset(): void;
}

/** Bytes fed before looking whether another moment is wanted by now. */
const sliceBytes = 128 * 1024;

/**
 * Brings an emulator to the moment that is wanted: forward by the output in between, back by starting anew. A newer moment
 * replaces an older one between two slices, so scrubbing never waits for what nobody will see.
 */
export class TerminalScreen {
  #shown: TerminalOp | null = null;
  #wanted: TerminalOp | null = null;
  #running: Promise<void> | null = null;
  #disposed = false;

  constructor(private readonly emulator: Emulator) {}

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
    while (this.#shown !== this.#wanted && !this.#disposed) {
      const operations = operationsBetween(this.#shown, this.#wanted);
      if (operations?.length === 0) this.#shown = this.#wanted;
      else if (operations) await this.#feed(operations);
      else this.#clear();
    }
  }

  #clear(): void {
    this.#shown = null;
    this.emulator.reset();
    this.emulator.resize(80, 24);
  }

  async #feed(operations: readonly TerminalOp[]): Promise<void> {
    let fed = 0;
    for (const op of operations) {
      if (this.#disposed || fed > sliceBytes) return;
      fed += await this.#apply(op);
      this.#shown = op;
    }
  }

  async #apply(op: TerminalOp): Promise<number> {
    if (op.kind === 'output') {
      const bytes = bytesOf(op);
      await this.#write(bytes);
      return bytes.length;
    }
    if (op.kind === 'resize') this.emulator.resize(op.cols, op.rows);
    if (op.kind === 'restart') this.emulator.reset();
    if (op.kind === 'gap') await this.#write(`\r\n\x1b[0;2m[${op.bytes} bytes were not recorded]\x1b[0m\r\n`);
    return 0;
  }

  #write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.emulator.write(data, resolve));
  }
}
