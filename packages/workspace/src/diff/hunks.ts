import type { DiffLine } from './lines.js';

/** A change that is taken or left as a whole, with some unchanged lines around it. */
export interface Hunk {
  /** Counts from 0 in the order of the file. */
  readonly index: number;
  /** What it changes: the same key is the same change, also after the file around it has changed. */
  readonly key: string;
  readonly lines: readonly DiffLine[];
}

/** Changes with fewer unchanged lines between them are one hunk: apart, neither would make sense. */
const apartBy = 3;
const context = 3;

export function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  return spansOf(lines).map(([from, to], index) => ({
    index,
    key: lines
      .slice(from, to)
      .filter(({ kind }) => kind !== 'same')
      .map(({ kind, text }) => (kind === 'added' ? '+' : '-') + text)
      .join('\n'),
    lines: lines.slice(Math.max(0, from - context), to + context),
  }));
}

/** The text that results when only the hunks of `taken` are. */
export function textWith(lines: readonly DiffLine[], taken: ReadonlySet<number>): string {
  const spans = spansOf(lines);
  const isTaken = (at: number) => taken.has(spans.findIndex(([from, to]) => at >= from && at < to));
  return lines
    .filter(({ kind }, at) => kind === 'same' || (kind === 'added') === isTaken(at))
    .map(({ text }) => text)
    .join('\n');
}

/** Where each hunk's first and last change are; the end is not part of it. */
function spansOf(lines: readonly DiffLine[]): [from: number, to: number][] {
  const spans: [number, number][] = [];
  for (const [at, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    const last = spans.at(-1);
    if (last && at - last[1] < apartBy) last[1] = at + 1;
    else spans.push([at, at + 1]);
  }
  return spans;
}
