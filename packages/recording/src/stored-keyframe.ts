import { count, flag, isRecord, list, listOf, number, optional, record, text, type Check } from './checks.js';
import { emptyState, type FileState, type ReplayState } from './state.js';
import type { TerminalOp, TerminalState } from './terminal.js';

/** A screen as text, and the operation after which it looked like that. */
export interface Screen {
  readonly index: number;
  readonly seq: number;
  readonly cols: number;
  readonly rows: number;
  readonly screen: string;
}

/** Operations after the screen, for what was half done when it was taken. */
type StoredOp = { readonly seq: number } & (
  | { readonly kind: 'output'; readonly base64: string; readonly skip: number }
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'gap'; readonly bytes: number }
  | { readonly kind: 'restart' }
);

type StoredTerminal = Omit<TerminalState, 'last'> & { readonly screen: Screen | null; readonly rest: readonly StoredOp[] };
/** The starter is left out where the text is the starter still. */
type StoredFile = Omit<FileState, 'starter'> & { readonly path: string; readonly starter?: string | null };

/**
 * A state as JSON. Terminals, whose past would be everything they ever printed, are a screen and what came after it; all else
 * is as it is in `ReplayState`.
 */
export interface StoredKeyframe extends Omit<ReplayState, 'files' | 'terminals'> {
  readonly version: 1;
  readonly files: readonly StoredFile[];
  readonly terminals: readonly StoredTerminal[];
}

/** `screens` has, by terminal, a screen at one of its operations; a terminal without one is stored by all of its operations. */
export function storeKeyframe(state: ReplayState, screens: ReadonlyMap<number, Screen>): StoredKeyframe {
  return {
    ...state,
    version: 1,
    files: [...state.files].map(([path, { starter, ...file }]) => ({ path, ...file, ...(starter !== file.content && { starter }) })),
    terminals: [...state.terminals.values()].map(({ last, ...terminal }) => {
      const screen = screens.get(terminal.id) ?? null;
      return { ...terminal, screen, rest: operationsAfter(screen?.index ?? 0, last) };
    }),
  };
}

/** The state of a stored keyframe; null for anything that is none, since a recording from a file was checked by nobody. */
export function restoreKeyframe(value: unknown): ReplayState | null {
  if (!isStored(value)) return null;
  const { version: _, files, terminals, ...rest } = value;
  return {
    ...emptyState,
    ...rest,
    files: new Map(
      files.map(({ path, ...file }) => [path, { ...file, starter: file.starter === undefined ? file.content : file.starter }]),
    ),
    terminals: new Map(
      terminals.map(({ screen, rest: operations, ...terminal }) => [terminal.id, { ...terminal, last: chain(screen, operations) }]),
    ),
  };
}

function operationsAfter(index: number, last: TerminalOp | null): StoredOp[] {
  const operations: StoredOp[] = [];
  for (let op = last; op && op.index > index; op = op.before) {
    if (op.kind === 'screen') throw new Error('A keyframe needs a screen at or after the one it was made from.');
    const { index: _, before: __, ...stored } = op;
    operations.push(stored);
  }
  return operations.reverse();
}

/** Operations count on from the screen's, so that they are the same ones as in a log that was read from its start. */
function chain(screen: Screen | null, operations: readonly StoredOp[]): TerminalOp | null {
  let last: TerminalOp | null = screen && { ...screen, kind: 'screen', before: null };
  for (const op of operations) last = { ...op, index: (last?.index ?? 0) + 1, before: last };
  return last;
}

const size = { cols: count, rows: count };
const isOp: Check = (value) => isRecord(value) && count(value.seq) && (operations.get(value.kind)?.(value) ?? false);
const operations = new Map<unknown, Check>([
  ['output', record({ base64: text, skip: count })],
  ['resize', record(size)],
  ['gap', record({ bytes: count })],
  ['restart', () => true],
]);
const place = { path: text };
const shape = record({
  version: (value) => value === 1,
  status: text,
  files: listOf(record({ path: text, content: text, version: count, origin: text, starter: optional(text), damaged: optional(text) })),
  tabs: listOf(text),
  open: optional(text),
  cursor: optional(record({ ...place, offset: count })),
  selection: optional(record({ ...place, start: count, end: count })),
  scroll: optional(record({ ...place, line: count })),
  terminals: listOf(
    record({
      ...size,
      id: count,
      bytes: count,
      exited: flag,
      screen: optional(record({ ...size, index: count, seq: count, screen: text })),
      rest: listOf(isOp),
    }),
  ),
  messages: listOf(
    record({
      id: text,
      role: text,
      text,
      status: text,
      tools: list,
      proposals: listOf(record({ id: text, path: text, diff: text, content: text })),
    }),
  ),
  runs: listOf(
    record({
      run: text,
      kind: text,
      result: optional(
        record({
          passed: count,
          failed: count,
          total: count,
          stdout: text,
          stderr: text,
          tests: listOf(record({ name: text, status: text })),
        }),
      ),
    }),
  ),
  question: optional(
    record({
      question: text,
      index: count,
      title: text,
      instructions: text,
      chosen: optional(record({ ability: number, error: number, reason: text })),
    }),
  ),
  signals: record({ blurs: count, away_ms: count, pastes: count, pasted_chars: count, copies: count, gaps: count, gap_ms: count }),
  snapshots: count,
});
const isStored = (value: unknown): value is StoredKeyframe => shape(value);
