import type { File, TextChange } from '@interviewlm/protocol';
import { msg, plural, str } from '@interviewlm/ui';

type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

/** What the server has where ours was refused; null when it was deleted there. */
export interface Rival {
  readonly version: number;
  readonly content: string;
}

/** One open file: the text on the screen, and what the server is known to have. */
export interface OpenFile {
  readonly path: string;
  text: string;
  /** The text that the server confirmed last. */
  saved: string;
  /** 0 while the server doesn't have the file. */
  version: number;
  readonly readOnly: boolean;
  state: SaveState;
  /** When the first change came that no save has taken with it, by the monotonic clock. */
  unsavedSince?: number;
  /** In plain words of the locale that the page has by then, where `state` is `failed`. */
  problem?: () => string;
  rival?: Rival | null;
}

/** What is not text is only told of: an editor would spoil it. */
export function openFile({ path, version, read_only, encoding, content, size }: File): OpenFile {
  const isText = encoding === 'utf-8';
  const text = isText ? content : binaryNote(size);
  return { path, text, saved: text, version, readOnly: read_only || !isText, state: 'saved' };
}

/** What a draft belongs to when the server has no such file any more, or not yet. */
export const unknownFile = (path: string): OpenFile => ({ path, text: '', saved: '', version: 0, readOnly: false, state: 'saved' });

/** Why ours could not be saved over what the server has. */
export const conflictWords = ({ rival }: OpenFile): string =>
  rival
    ? msg('This file was changed elsewhere, e.g. in the terminal, while you were changing it.')
    : msg('This file was deleted elsewhere while you were changing it.');

/** Why the server doesn't have the text on the screen and won't get it by itself; null where it has or will. */
export function unsavedBecause(file: OpenFile): string | null {
  if (file.state === 'conflict') return conflictWords(file);
  return file.state === 'failed' ? (file.problem?.() ?? null) : null;
}

/** The version that the server told of when it refused ours. */
export function rivalOf(problem: object): Rival | null {
  const { current } = problem as { readonly current?: unknown };
  if (typeof current !== 'object' || current === null) return null;
  const { version, content } = current as { version?: unknown; content?: unknown };
  return typeof version === 'number' && typeof content === 'string' ? { version, content } : null;
}

const binaryNote = (size: number) =>
  plural(
    size,
    str`This file is not text (${size} byte). It can be used in the terminal.`,
    str`This file is not text (${size} bytes). It can be used in the terminal.`,
  );

/** The smallest single change that makes `after` of `before`; null when they are equal. */
export function changeBetween(before: string, after: string): TextChange | null {
  if (before === after) return null;
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // Never between the halves of a character.
  if (start > 0 && isHighSurrogate(before, start - 1)) start--;
  if (end > 0 && isLowSurrogate(before, before.length - end)) end--;
  return [start, before.length - end - start, after.slice(start, after.length - end)];
}

const isHighSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
