import { createTwoFilesPatch } from 'diff';

/** Two unlike files of a megabyte would hold the process for minutes; a reader gains nothing from a diff of them. */
const patienceMs = 250;

/** A unified diff of one file; `before` is null for a new one. Where no diff is found in time the whole file is replaced. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const from = before === null ? '/dev/null' : `a/${path}`;
  const to = `b/${path}`;
  return (
    createTwoFilesPatch(from, to, before ?? '', after, undefined, undefined, { context: 3, timeout: patienceMs }) ??
    replacement(from, to, before ?? '', after)
  );
}

function replacement(from: string, to: string, before: string, after: string): string {
  const removed = linesOf(before);
  const added = linesOf(after);
  const head = `@@ -${range(removed)} +${range(added)} @@`;
  return [`--- ${from}`, `+++ ${to}`, head, ...marked('-', removed, before), ...marked('+', added, after), ''].join('\n');
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const range = (lines: readonly string[]) => (lines.length === 0 ? '0,0' : `1,${lines.length}`);
const marked = (sign: string, lines: readonly string[], text: string) => [
  ...lines.map((line) => sign + line),
  ...(text !== '' && !text.endsWith('\n') ? ['\\ No newline at end of file'] : []),
];
