import type { SessionEvent } from '@interviewlm/protocol';
import { applyAll, bytesOf, emptyState, operationsBetween, type Entry, type TerminalOp } from '@interviewlm/recording';

type Line = readonly [seconds: number, code: 'o' | 'r', data: string];

/**
 * The terminal as asciicast v2. Bytes that were cut in the middle of a character are put together again; of several terminals, each
 * begins on a clear screen where it goes on.
 */
export function writeCast(entries: readonly Entry[], about: { title: string; started_at: Date | null }): string {
  const { terminals } = applyAll(emptyState, entries, 0, entries.length);
  const times = new Map(entries.map(({ at, event }) => [event.seq, at]));
  const operations = [...terminals.values()]
    .flatMap(({ id, last }) => (operationsBetween(null, last) ?? []).map((op) => ({ id, op, at: times.get(op.seq) ?? 0 })))
    .sort((a, b) => a.at - b.at || a.op.seq - b.op.seq);
  const first = operations.find(({ op }) => op.kind === 'resize')?.op;
  const [width, height] = first?.kind === 'resize' ? [first.cols, first.rows] : [80, 24];
  const timestamp = about.started_at ? Math.floor(about.started_at.getTime() / 1000) : undefined;
  const header = { version: 2, width, height, ...(timestamp !== undefined && { timestamp }), title: about.title };
  return [header, ...linesOf(operations)].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function* linesOf(operations: readonly { id: number; op: TerminalOp; at: number }[]): Generator<Line> {
  const decoders = new Map<number, TextDecoder>();
  let shown = operations[0]?.id;
  for (const { id, op, at } of operations) {
    const decoder = decoders.get(id) ?? new TextDecoder();
    decoders.set(id, decoder);
    const seconds = at / 1000;
    if (id !== shown) yield [seconds, 'o', clear];
    shown = id;
    const text = textOf(op, decoder);
    if (op.kind === 'resize') yield [seconds, 'r', `${op.cols}x${op.rows}`];
    else if (text !== '') yield [seconds, 'o', text];
  }
}

const clear = '\x1bc';

function textOf(op: TerminalOp, decoder: TextDecoder): string {
  if (op.kind === 'output') return decoder.decode(bytesOf(op), { stream: true });
  if (op.kind === 'gap') return `\r\n\x1b[0;2m[${op.bytes} bytes were not recorded]\x1b[0m\r\n`;
  return op.kind === 'restart' ? clear : '';
}

/** One line for each event, in the order of the log. */
export const writeLog = (events: readonly SessionEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
