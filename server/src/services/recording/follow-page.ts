import type { Desk, SessionEvent } from '@interviewlm/protocol';

type Tab = Desk['tabs'][number];

/** More tabs than anyone can see; the oldest go. */
const mostTabs = 100;

/** The desk after these events, which come next in the log: which files the page has open, which is in front, where the cursors are. */
export function followPage(desk: Desk | null, events: readonly SessionEvent[]): Desk | null {
  const ofEditor = events.filter(({ type }) => type.startsWith('editor.'));
  return ofEditor.length > 0 ? ofEditor.reduce(follow, desk ?? { tabs: [], active: null }) : desk;
}

function follow(desk: Desk, event: SessionEvent): Desk {
  switch (event.type) {
    case 'editor.open':
      return open(desk, event.data.path);
    case 'editor.close':
      return close(desk, event.data.path);
    case 'editor.cursor':
      return point(desk, event.data.path, event.data.offset);
    case 'editor.selection':
      return point(desk, event.data.path, event.data.end);
    default:
      return desk;
  }
}

function open({ tabs }: Desk, path: string): Desk {
  const all = tabs.some((tab) => tab.path === path) ? tabs : [...tabs, { path, offset: 0 }];
  return { tabs: all.slice(-mostTabs), active: path };
}

/** The tab after it comes to the front, or else the one before, as in the page. */
function close({ tabs, active }: Desk, path: string): Desk {
  const at = tabs.findIndex((tab) => tab.path === path);
  const left = tabs.filter((tab) => tab.path !== path);
  return { tabs: left, active: active === path ? (left[Math.min(Math.max(at, 0), left.length - 1)]?.path ?? null) : active };
}

const point = (desk: Desk, path: string, offset: number): Desk => ({
  ...desk,
  tabs: desk.tabs.map((tab): Tab => (tab.path === path ? { path, offset } : tab)),
});
