import type { TextChange } from '@interviewlm/protocol';

export interface Applied {
  text: string;
  /** False when a change reached outside the text, overlapped another or was no change at all; what could be applied was. */
  exact: boolean;
  /** Where the last applied change ends in the new text; null when nothing was applied. */
  end: number | null;
}

/**
 * Applies the changes of one edit. Offsets count UTF-16 units of the text before the edit and go from the highest down,
 * so no change moves another. Changes out of that order or range are clamped and reported, never thrown.
 */
export function applyChanges(before: string, changes: readonly TextChange[]): Applied {
  let text = before;
  let exact = true;
  let ceiling = before.length;
  let end: number | null = null;
  for (const change of changes) {
    if (!isChange(change)) {
      exact = false;
      continue;
    }
    const [offset, deleted, inserted] = change;
    const from = Math.min(offset, ceiling);
    const to = Math.min(offset + deleted, ceiling);
    if (from !== offset || to !== offset + deleted) exact = false;
    text = text.slice(0, from) + inserted + text.slice(to);
    end = from + inserted.length;
    ceiling = from;
  }
  return { text, exact, end };
}

/**
 * The smallest single change that turns `before` into `after`, as at most one change. A surrogate pair is never cut, so an
 * editor that is given the change shows no broken character in between.
 */
export function diffText(before: string, after: string): TextChange[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (cutsPair(before, start) || cutsPair(after, start)) start--;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  if (cutsPair(before, before.length - tail) || cutsPair(after, after.length - tail)) tail--;
  return [[start, before.length - tail - start, after.slice(start, after.length - tail)]];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isChange = (change: unknown): change is TextChange =>
  Array.isArray(change) && isCount(change[0]) && isCount(change[1]) && typeof change[2] === 'string';

/** True when a cut at `offset` would part the halves of a surrogate pair. */
function cutsPair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  return (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
}
