import type { Desk, NewEvent } from '@interviewlm/protocol';
import { readDesk, writeDesk } from '../../db/desks.js';
import type { TenantTx } from '../../db/tenant-tx.js';

type Tab = Desk['tabs'][number];

/** More tabs than anyone can see; the oldest go. */
const mostTabs = 100;

/** Follows what a page records: which files are open, which is in front, where the cursor is in each. Only in the caller's transaction. */
export async function noteDesk(tx: TenantTx, interview: string, events: readonly NewEvent[]): Promise<void> {
  if (!events.some(({ type }) => type.startsWith('editor.'))) return;
  const before = await readDesk(tx, interview);
  const after = events.reduce(follow, before ?? { tabs: [], active: null });
  if (after !== before) await writeDesk(tx, interview, after);
}

function follow(desk: Desk, event: NewEvent): Desk {
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
