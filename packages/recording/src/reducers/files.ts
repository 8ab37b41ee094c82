import type { Draft } from '../draft.js';
import { close } from './editor.js';
import type { Reducers } from './reducer.js';

const unseenWrite = 'The recording misses what was written to this file.';

export const files: Reducers = {
  'file.create': (draft, { data }) => {
    const { path, content, origin } = data;
    draft.own('files').set(path, { content, version: 1, origin, starter: origin === 'question' ? content : null, damaged: null });
  },
  'file.write': (draft, { data }) => {
    const { path, version, origin, content } = data;
    const file = draft.next.files.get(path);
    if (typeof content === 'string') {
      draft.own('files').set(path, { content, version, origin, starter: file?.starter ?? null, damaged: null });
    } else if (file) {
      draft.own('files').set(path, { ...file, version });
    } else {
      draft.own('files').set(path, { content: '', version, origin, starter: null, damaged: unseenWrite });
    }
  },
  'file.move': (draft, { data }) => move(draft, data.from, data.to),
  'file.delete': (draft, { data }) => {
    const gone = inside(data.path);
    const kept = draft.own('files');
    for (const path of [...kept.keys()].filter(gone)) kept.delete(path);
    close(draft, gone);
    forget(draft, gone);
  },
};

/** A path and, when it names a folder, everything below it. */
const inside = (path: string) => (other: string) => other === path || other.startsWith(`${path}/`);

function move(draft: Draft, from: string, to: string): void {
  if (from === to) return;
  const moved = inside(from);
  const rename = (path: string) => (moved(path) ? to + path.slice(from.length) : path);
  const all = draft.own('files');
  const going = [...all].filter(([path]) => moved(path));
  for (const [path] of going) all.delete(path);
  for (const [path, file] of going) all.set(rename(path), file);
  const { next } = draft;
  if (next.tabs.some(moved)) draft.own('tabs').splice(0, next.tabs.length, ...new Set(next.tabs.map(rename)));
  if (next.open !== null) next.open = rename(next.open);
  if (next.cursor) next.cursor = { ...next.cursor, path: rename(next.cursor.path) };
  if (next.selection) next.selection = { ...next.selection, path: rename(next.selection.path) };
  if (next.scroll) next.scroll = { ...next.scroll, path: rename(next.scroll.path) };
}

function forget(draft: Draft, gone: (path: string) => boolean): void {
  const { next } = draft;
  if (next.cursor && gone(next.cursor.path)) next.cursor = null;
  if (next.selection && gone(next.selection.path)) next.selection = null;
  if (next.scroll && gone(next.scroll.path)) next.scroll = null;
}
