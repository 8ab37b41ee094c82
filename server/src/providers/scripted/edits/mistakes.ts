import type { Change, Rule } from './rule.js';

/** `i <= xs.length` while `xs[i]` is read, and Python's `range(len(xs) + 1)`: the last turn is past the end. */
export const pastTheEnd: Rule = ({ masked, runtime }) => {
  const pattern =
    runtime === 'python'
      ? /\bfor\s{1,9}(?<index>\w{1,60})\s{1,9}in\s{1,9}range\(len\((?<list>\w{1,60})\)(?<wrong>\s{0,9}\+\s{0,9}1)\)/g
      : /\bfor\s{0,9}\([^;]{0,200};\s{0,9}(?<index>\w{1,60})\s{0,9}(?<wrong><=)\s{0,9}(?<list>\w{1,60})\.(?:length|size\(\))\s{0,9};/g;
  for (const match of masked.matchAll(pattern)) {
    const { index = '', list = '', wrong = '' } = match.groups ?? {};
    const body = masked.slice(match.index + match[0].length);
    if (!new RegExp(String.raw`\b${list}\[\s*${index}\s*\]`).test(body)) continue;
    const offset = match.index + match[0].lastIndexOf(wrong);
    const inserted = runtime === 'python' ? '' : '<';
    return {
      offset,
      deleted: wrong.length,
      inserted,
      reason: `the loop goes one step too far: \`${list}[${index}]\` is read past the end in its last turn.`,
    };
  }
  return null;
};

/** `if (x = 5)`: stores instead of comparing. */
export const assignmentInCondition: Rule = ({ masked, runtime }) => {
  if (runtime !== 'javascript' && runtime !== 'typescript') return null;
  const match = /\b(?:if|while)\s{0,9}\(\s{0,9}!?[\w.[\]]{1,100}\s{0,9}=(?![=>])[^=()]{0,200}\)/.exec(masked);
  if (!match) return null;
  const offset = match.index + match[0].indexOf('=');
  return { offset, deleted: 1, inserted: '===', reason: 'a single `=` stores a value; the condition means to compare.' };
};

/** Nothing equals NaN, so the comparison always gives the same answer. */
export const comparedWithNaN: Rule = ({ masked, source, runtime }) => {
  if (runtime !== 'javascript' && runtime !== 'typescript') return null;
  const match = /\b(?<value>[\w.]{1,100}(?:\([^()]{0,200}\))?)\s{0,9}(?<operator>[!=]==?)\s{0,9}(?:Number\.)?NaN\b/.exec(masked);
  if (!match) return null;
  const value = source.slice(match.index, match.index + (match.groups?.['value']?.length ?? 0));
  const negated = match.groups?.['operator']?.startsWith('!') ? '!' : '';
  return {
    offset: match.index,
    deleted: match[0].length,
    inserted: `${negated}Number.isNaN(${value})`,
    reason: '`NaN` is not equal to anything, itself included.',
  };
};

/** `.sort()` on numbers sorts them as text; shown by a test whose two lists hold the same numbers in another order. */
export const numbersSortedAsText: Rule = ({ masked, runtime }, failed) => {
  if (runtime !== 'javascript' && runtime !== 'typescript') return null;
  const match = /\.(?:sort|toSorted)\(\s{0,9}\)/.exec(masked);
  if (!match || !failed.some(({ expected, got, message }) => reordered(expected, got) || reorderedDiff(message))) return null;
  const change: Change = {
    offset: match.index + match[0].length - 1,
    deleted: 0,
    inserted: '(a, b) => a - b',
    reason: '`sort()` without a comparison sorts numbers as text (10 before 9).',
  };
  return change;
};

function reordered(expected: string | null, got: string | null): boolean {
  const [want, have] = [numbers(expected), numbers(got)];
  return want.length > 1 && want.join() !== have.join() && inOrder(want) === inOrder(have);
}

/** Long lists come as a diff: the removed and the added lines hold the same numbers. */
function reorderedDiff(message: string): boolean {
  const side = (sign: string) =>
    message.split('\n').flatMap((line) => (line.trimStart().startsWith(`${sign} `) ? numbers(line.trimStart().slice(2)) : []));
  const [removed, added] = [side('-'), side('+')];
  return removed.length > 0 && inOrder(removed) === inOrder(added);
}

const numbers = (text: string | null): number[] => (text?.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
const inOrder = (list: readonly number[]): string => list.toSorted((a, b) => a - b).join();
