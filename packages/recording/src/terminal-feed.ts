import { base64Bytes, bytesOf, type TerminalOp } from './terminal.js';

/** The part of a terminal emulator that a replay drives. */
export interface Emulator {
  write(data: string | Uint8Array, done: () => void): void;
  resize(cols: number, rows: number): void;
  reset(): void;
}

/** An emulator whose screen can be had as text that makes the same screen again. */
export interface SerializingEmulator extends Emulator {
  serialize(): string;
}

export interface Fed {
  readonly last: TerminalOp;
  readonly output: Uint8Array;
}

/**
 * Feeds operations from the first on: output up to a limit in one piece, since an emulator takes its time per piece and not
 * per byte, or one operation of another kind. Gives how far it came.
 */
export async function feed(emulator: Emulator, operations: readonly TerminalOp[], limit: number): Promise<Fed | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let last: TerminalOp | null = null;
  for (const op of operations) {
    if (bytes >= limit || (op.kind !== 'output' && pieces.length > 0)) break;
    last = op;
    const piece = op.kind === 'output' ? bytesOf(op) : await control(emulator, op);
    pieces.push(piece);
    bytes += piece.length;
    if (op.kind !== 'output') break;
  }
  const output = joined(pieces, bytes);
  if (bytes > 0) await write(emulator, output);
  return last && { last, output };
}

export const write = (emulator: Emulator, data: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    emulator.write(data, resolve);
  });

/** An empty screen. Cancel characters end what was half done: a reset alone would let it swallow the next character. */
export async function clear(emulator: Emulator): Promise<void> {
  await write(emulator, new Uint8Array(4).fill(cancel));
  emulator.reset();
}

/** True when the operations hold at most so many bytes of output. */
export function atMost(operations: readonly TerminalOp[], limit: number): boolean {
  let bytes = 0;
  for (const op of operations) {
    if (op.kind === 'output') bytes += base64Bytes(op.base64);
    if (bytes > limit) return false;
  }
  return true;
}

/**
 * True when no character and no escape sequence is half done at the end of `output`, so that a screen taken there is all there
 * is to know. `before` says the same of where the output began.
 */
export function isSettled(output: Uint8Array, before: boolean): boolean {
  const last = output.at(-1);
  if (last === undefined) return before;
  if (last >= 0x80) return false;
  const start = output.lastIndexOf(0x1b);
  if (start < 0) return before;
  const sequence = String.fromCharCode(...output.subarray(start + 1, start + 1 + longestSequence));
  return /^\[[0-?]*[ -/]*[@-~]/.test(sequence) || /^\][^\x07]*\x07/.test(sequence) || /^[ -/]*[0-OQ-WYZ\\`-~]/.test(sequence);
}

/** Nothing longer is taken for a finished sequence. */
const longestSequence = 4096;
const cancel = 0x18;
const nothing = new Uint8Array();

async function control(emulator: Emulator, op: TerminalOp): Promise<Uint8Array> {
  if (op.kind === 'resize') emulator.resize(op.cols, op.rows);
  if (op.kind === 'restart' || op.kind === 'screen') await clear(emulator);
  if (op.kind === 'screen') {
    emulator.resize(op.cols, op.rows);
    await write(emulator, op.screen);
  }
  return op.kind === 'gap' ? new TextEncoder().encode(`\r\n\x1b[0;2m[${op.bytes} bytes were not recorded]\x1b[0m\r\n`) : nothing;
}

function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
