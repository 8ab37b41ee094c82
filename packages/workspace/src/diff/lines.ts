/** One line of a comparison: kept, removed from the old text or added in the new one. Numbers count from 1. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Beyond this many differing lines no one reads a comparison, and finding the smallest takes too long: the whole block is replaced. */
const mostLines = 2000;

/** Which lines changed from one text to another, by Myers' greedy algorithm after the common ends are cut off. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = changed(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const kinds = [...repeat('same', start), ...middle, ...repeat('same', end)];
  return numbered(kinds, a, b);
}

/** The lines that changed with some around them; null stands for what was left out. */
export function withContext(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'));
  return lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] || at === 0 ? [null] : []));
}

type Kind = DiffLine['kind'];

const repeat = (kind: Kind, count: number): Kind[] => Array.from({ length: count }, () => kind);

function changed(a: readonly string[], b: readonly string[]): Kind[] {
  if (a.length + b.length > mostLines) return [...repeat('removed', a.length), ...repeat('added', b.length)];
  const trace = explore(a, b);
  const kinds: Kind[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d - 1] ?? origin;
    const k = x - y;
    const down = goesDown(reach, k, d);
    const fromX = at(reach, down ? k + 1 : k - 1);
    const fromY = fromX - (down ? k + 1 : k - 1);
    for (; x > fromX && y > fromY; x--, y--) kinds.push('same');
    if (d > 0) kinds.push(down ? 'added' : 'removed');
    x = fromX;
    y = fromY;
  }
  return kinds.reverse();
}

const origin: ReadonlyMap<number, number> = new Map([[1, 0]]);

const goesDown = (reach: ReadonlyMap<number, number>, k: number, d: number) => k === -d || (k !== d && at(reach, k - 1) < at(reach, k + 1));

/** For each number of edits, the furthest place on each diagonal. */
function explore(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number>[] {
  const trace: ReadonlyMap<number, number>[] = [];
  let reach = origin;
  for (let d = 0; d <= a.length + b.length; d++) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(reach, k, d) ? at(reach, k + 1) : at(reach, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return [...trace, next];
    }
    trace.push(next);
    reach = next;
  }
  return trace;
}

const at = (reach: ReadonlyMap<number, number>, k: number): number => reach.get(k) ?? -1;

function numbered(kinds: readonly Kind[], a: readonly string[], b: readonly string[]): DiffLine[] {
  let before = 0;
  let after = 0;
  return kinds.map((kind) => {
    if (kind === 'removed') return { kind, text: a[before] ?? '', before: ++before };
    if (kind === 'added') return { kind, text: b[after] ?? '', after: ++after };
    return { kind, text: a[before] ?? '', before: ++before, after: ++after };
  });
}
