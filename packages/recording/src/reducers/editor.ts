import type { Draft } from '../draft.js';
import type { FileState } from '../state.js';
import { applyChanges } from '../text.js';
import type { Reducers } from './reducer.js';

const missing: FileState = {
  content: '',
  version: 0,
  origin: 'editor',
  starter: null,
  damaged: 'The recording edits this file before it says that it exists.',
};
const outOfRange = 'An edit in the recording does not fit the text.';

export const editor: Reducers = {
  'editor.open': (draft, { data }) => open(draft, data.path),
  'editor.close': (draft, { data }) => close(draft, (path) => path === data.path),
  'editor.edit': (draft, { data }) => {
    const file = draft.next.files.get(data.path) ?? missing;
    const { text, exact, end } = applyChanges(file.content, data.changes);
    draft.own('files').set(data.path, {
      ...file,
      content: text,
      origin: data.origin === 'accept' ? 'assistant' : 'editor',
      damaged: file.damaged ?? (exact ? null : outOfRange),
    });
    if (end !== null) draft.next.cursor = { path: data.path, offset: end };
    if (draft.next.selection?.path === data.path) draft.next.selection = null;
  },
  'editor.cursor': (draft, { data }) => {
    draft.next.cursor = { path: data.path, offset: data.offset };
    if (draft.next.selection?.path === data.path) draft.next.selection = null;
  },
  'editor.selection': (draft, { data }) => {
    draft.next.selection = { path: data.path, start: Math.min(data.start, data.end), end: Math.max(data.start, data.end) };
  },
  'editor.scroll': (draft, { data }) => {
    draft.next.scroll = { path: data.path, line: data.line };
  },
};

function open(draft: Draft, path: string): void {
  draft.next.open = path;
  if (!draft.next.tabs.includes(path)) draft.own('tabs').push(path);
}

/** Closes the tabs that `gone` names; the tab to the left of a closed one, or else the first that is left, is shown next. */
export function close(draft: Draft, gone: (path: string) => boolean): void {
  const { tabs, open: shown } = draft.next;
  const left = tabs.filter((path) => !gone(path));
  if (shown !== null && gone(shown)) {
    const before = tabs.slice(0, tabs.indexOf(shown)).filter((path) => !gone(path));
    draft.next.open = before.at(-1) ?? left[0] ?? null;
  }
  if (left.length !== tabs.length) draft.own('tabs').splice(0, tabs.length, ...left);
}
