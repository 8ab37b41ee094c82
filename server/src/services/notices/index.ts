import type { Knex } from 'knex';
import type { InterviewStatus, NewNotice, Notice } from '@interviewlm/protocol';
import { insertNotice, listNotices, type NoticeRow } from '../../db/notices.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError, invalid } from '../../errors.js';
import { appendTo, openLog, type At, type Unplaced } from '../recording/log.js';

/** Where a notice still says something: afterwards nobody begins any more. */
const open: readonly InterviewStatus[] = ['created', 'started', 'paused'];

/**
 * Keeps which notice was shown and that the candidate went on. The log has it too: at once where it has begun, and else right after its
 * beginning (`noticeEvents`). 409 `interview_not_active` once there is nothing left to begin.
 */
export const acceptNotice = (knex: Knex, at: At, body: NewNotice, by: Notice['by']): Promise<Notice> =>
  withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    if (!open.includes(head.status)) throw new ApiError('interview_not_active');
    await requireRoom(tx, at, body.version);
    const row = await insertNotice(tx, at.interview, body, by);
    if (row && head.started_at) await appendTo(tx, head, [eventOf(row)]);
    return presentNotice(row ?? (await firstOf(tx, at, body.version)));
  });

/** A page has one or two. Each stands in the report, so what comes in a candidate's name must have an end. */
const most = 20;

async function requireRoom(tx: TenantTx, { interview }: At, version: string): Promise<void> {
  const kept = await listNotices(tx, interview);
  if (kept.length < most || kept.some((notice) => notice.version === version)) return;
  throw invalid('body.version', 'too_many_notices', `An interview keeps at most ${most} notices.`);
}

/** What was accepted before the log began. */
export const noticeEvents = async (tx: TenantTx, interview: string): Promise<Unplaced[]> => (await listNotices(tx, interview)).map(eventOf);

export const presentNotice = ({ shown_at, accepted_at, ...notice }: NoticeRow): Notice => ({
  ...notice,
  shown_at: shown_at.toISOString(),
  accepted_at: accepted_at.toISOString(),
});

const eventOf = (row: NoticeRow): Unplaced => ({ type: 'notice.accepted', data: presentNotice(row) });

async function firstOf(tx: TenantTx, { interview }: At, version: string): Promise<NoticeRow> {
  const row = (await listNotices(tx, interview)).find((notice) => notice.version === version);
  if (!row) throw new Error('A notice that is there already is not there');
  return row;
}
