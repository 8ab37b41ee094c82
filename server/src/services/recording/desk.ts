import type { Desk, SessionEvent } from '@interviewlm/protocol';
import { readDesk, writeDesk } from '../../db/desks.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { decodeSegment } from './codec.js';

type Tab = Desk['tabs'][number];

/** More tabs than anyone can see; the oldest go. */
const mostTabs = 100;

/**
 * Which files the candidate's page has open, which is in front, where the cursor is in each: what was noted when the log was folded last,
 * and what its page recorded since. Null where no page has recorded anything yet.
 */
export async function deskOf(tx: TenantTx, interview: string): Promise<Desk | null> {
  const { desk, loose } = await readDesk(tx, interview);
  const events = loose.flatMap(decodeSegment).filter(isOfEditor);
  return events.length > 0 ? events.reduce(follow, desk ?? empty) : desk;
}

/** Notes what these events, which come next in the log, did to the desk. In the transaction that folds them. */
export async function noteDesk(tx: TenantTx, interview: string, events: readonly SessionEvent[]): Promise<void> {
  if (!events.some(isOfEditor)) return;
  const { desk } = await readDesk(tx, interview);
  await writeDesk(tx, interview, events.filter(isOfEditor).reduce(follow, desk ?? empty));
}

const empty: Desk = { tabs: [], active: null };
const isOfEditor = ({ type }: SessionEvent) => type.startsWith('editor.');

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
