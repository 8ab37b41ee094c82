import { feed, isSettled, type SerializingEmulator } from './terminal-feed.js';
import { bytesOf, operationsBetween, type TerminalOp, type TerminalState } from './terminal.js';
import type { Screen } from './stored-keyframe.js';

/** Output is fed in pieces of this size. */
const pieceBytes = 256 * 1024;
/** A program that never comes to the end of a sequence doesn't keep keyframes growing: the screen is taken as it is. */
const mostUnsettledBytes = 64 * 1024;

/** Follows terminals through a recording in emulators that nobody sees, and gives their screens for keyframes. */
export class Screens {
  readonly #followed = new Map<number, Follower>();

  constructor(private readonly createEmulator: () => SerializingEmulator) {}

  /** The screens of these terminals, each at its last operation or shortly before, where nothing was half done. */
  async of(terminals: Iterable<TerminalState>): Promise<Map<number, Screen>> {
    const screens = new Map<number, Screen>();
    for (const { id, last } of terminals) {
      const follower = this.#followed.get(id) ?? new Follower(this.createEmulator());
      this.#followed.set(id, follower);
      const screen = await follower.follow(last);
      if (screen) screens.set(id, screen);
    }
    return screens;
  }
}

class Follower {
  #at: TerminalOp | null = null;
  #size = { cols: 80, rows: 24 };

  constructor(private readonly emulator: SerializingEmulator) {}

  async follow(last: TerminalOp | null): Promise<Screen | null> {
    const operations = settledPart(operationsBetween(this.#at, last) ?? []);
    for (let rest = operations; rest.length > 0;) {
      const fed = await feed(this.emulator, rest, pieceBytes);
      if (!fed) break;
      this.#at = fed.last;
      if (fed.last.kind === 'resize' || fed.last.kind === 'screen') this.#size = { cols: fed.last.cols, rows: fed.last.rows };
      rest = rest.slice(rest.indexOf(fed.last) + 1);
    }
    return this.#at && { index: this.#at.index, seq: this.#at.seq, ...this.#size, screen: this.emulator.serialize() };
  }
}

/** The operations up to the last after which no character and no sequence is half done. */
function settledPart(operations: readonly TerminalOp[]): TerminalOp[] {
  let settled = true;
  let until = 0;
  let open = 0;
  for (const [index, op] of operations.entries()) {
    const output = bytesOf(op);
    settled = op.kind === 'restart' || op.kind === 'screen' || isSettled(output, settled);
    open = settled ? 0 : open + output.length;
    if (settled || open > mostUnsettledBytes) until = index + 1;
  }
  return operations.slice(0, until);
}
