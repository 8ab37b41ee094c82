/** What a failed assertion compared, as far as its message says so. */
export interface Expectation {
  readonly expected: string;
  readonly got: string;
}

/**
 * Reads what was expected and what came instead out of the messages of the test libraries that our runtimes have: Jest, node:assert,
 * unittest and pytest, JUnit, Go, Rust, Minitest, Catch2. Null where the message says neither: it is then shown as it is.
 */
export function expectationOf(message: string): Expectation | null {
  for (const read of readers) {
    const found = read(message);
    if (found && found.expected !== found.got) return found;
  }
  return null;
}

type Reader = (message: string) => Expectation | null;

/** Two values by name, in either order. `first` says which of the groups is the expected one. */
const pair =
  (pattern: RegExp, first: 'expected' | 'got'): Reader =>
  (message) => {
    const [, a, b] = pattern.exec(message) ?? [];
    if (a === undefined || b === undefined) return null;
    const [one, other] = [a.trim(), b.trim()];
    return first === 'expected' ? { expected: one, got: other } : { expected: other, got: one };
  };

/** A block of lines marked `-` and `+`, as comparisons print it; `minus` says whose the removed lines are. */
const block =
  (head: RegExp, minus: 'expected' | 'got'): Reader =>
  (message) => {
    const start = head.exec(message);
    if (!start) return null;
    const lines = bodyOf(message.slice(start.index + start[0].length));
    if (!lines.some((line) => /^[-+]/.test(line))) return null;
    const side = (sign: string) => lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(2));
    const [removed, added] = [side('+').join('\n'), side('-').join('\n')];
    return minus === 'expected' ? { expected: removed, got: added } : { expected: added, got: removed };
  };

/** The marked lines, up to the place in the code; `?` lines only point at columns. */
function bodyOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('?'));
  const end = lines.findIndex((line) => /^\s+at \S/.test(line));
  return (end < 0 ? lines : lines.slice(0, end))
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
    .split('\n');
}

const readers: readonly Reader[] = [
  block(/^- Expected +- \d+\n\+ Received +\+ \d+\n/m, 'expected'),
  block(/^\+ actual - expected\n/m, 'expected'),
  block(/^(?:Lists|Dicts|Tuples|Sets|Sequences|Strings) differ:[\s\S]*?\n(?=[-+] )/m, 'got'),
  block(/^(?=- .*\n(?:\? .*\n)?\+ )/m, 'got'),
  pair(/^\s*Expected: ?(.+)\n\s*(?:Received|Actual): ?(.+)/m, 'expected'),
  pair(/expected: <([\s\S]*?)> but was: <([\s\S]*?)>/, 'expected'),
  pair(/^\s*left: (.+)\n\s*right: (.+)/m, 'got'),
  pair(/with expansion:\n\s*(.+?) == (.+)/, 'got'),
  pair(/^(.+) !==? (.+)$/m, 'got'),
  pair(/\bassert (.+) == (.+)$/m, 'got'),
  pair(/(?:\bgot|=) (.+?)[,;] (?:want|expected) (.+)$/m, 'got'),
  pair(/\bexpected:? (.+?),? (?:but )?(?:got|was|received):? (.+)$/im, 'expected'),
];
