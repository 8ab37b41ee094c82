import { msg } from './localize.js';

const names = (): Readonly<Record<string, string>> => ({
  Ctrl: msg('Ctrl'),
  Shift: msg('Shift'),
  Enter: msg('Enter'),
  Escape: msg('Escape'),
  // Not what it does, for which many languages have another word.
  Delete: msg('Delete key'),
});

/** `Ctrl+Alt+N` as the keys are called on a keyboard of the page's locale. English keeps its names. */
export const keyText = (keys: string): string =>
  keys
    .split('+')
    .map((key) => names()[key]?.replace(/ key$/, '') ?? key)
    .join('+');
