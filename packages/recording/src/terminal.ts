/**
 * Terminal output is kept as what came over the wire: a chain of operations, newest first, that shares its past with every
 * earlier state. A screen is made from it by feeding the operations to a terminal emulator, which alone knows how a byte
 * that was cut in the middle of a character or an escape sequence goes on.
 */
export type TerminalOp = {
  /** Counts the operations of this terminal from 1. */
  readonly index: number;
  /** The event that made it. */
  readonly seq: number;
  readonly before: TerminalOp | null;
} & (
  | { readonly kind: 'output'; readonly base64: string; /** Leading bytes that were shown already. */ readonly skip: number }
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'gap'; readonly bytes: number }
  | { readonly kind: 'restart' }
  /** What a keyframe starts with in place of all operations before: text that makes the screen as it was after this one. */
  | { readonly kind: 'screen'; readonly cols: number; readonly rows: number; readonly screen: string }
);

export interface TerminalState {
  readonly id: number;
  readonly cols: number;
  readonly rows: number;
  /** The stream offset after the last output. */
  readonly bytes: number;
  readonly exited: boolean;
  readonly code: number | null;
  readonly last: TerminalOp | null;
}

export const newTerminal = (id: number): TerminalState => ({ id, cols: 80, rows: 24, bytes: 0, exited: false, code: null, last: null });

/**
 * The operations that lead from a shown one to another, oldest first; null when the shown one is no part of the other's
 * past and the screen must start anew.
 */
export function operationsBetween(shown: TerminalOp | null, wanted: TerminalOp | null): TerminalOp[] | null {
  const operations: TerminalOp[] = [];
  let op = wanted;
  while (op && op.index > (shown?.index ?? 0)) {
    operations.push(op);
    op = op.before;
  }
  const joined = shown === null ? op === null : op !== null && op.index === shown.index && op.seq === shown.seq;
  return joined ? operations.reverse() : null;
}

/** True when `earlier` is `later` or one of the operations before it; null is the start. */
export function isPastOf(earlier: TerminalOp | null, later: TerminalOp | null): boolean {
  if (!earlier) return true;
  let op = later;
  while (op && op.index > earlier.index) op = op.before;
  return op?.index === earlier.index && op.seq === earlier.seq;
}

/** The bytes of an output operation. Text that is not base64 gives no bytes. */
export function bytesOf(op: TerminalOp): Uint8Array<ArrayBuffer> {
  return op.kind === 'output' ? fromBase64(op.base64).subarray(op.skip) : new Uint8Array();
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return new Uint8Array();
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** How many bytes a base64 text stands for, without decoding it. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((text.length * 3) / 4) - padding);
}
