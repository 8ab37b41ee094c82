import { lockInterview, startClock, stopClock, type InterviewRow } from '../../db/interviews.js';
import { extendCandidateLinks, revokeCandidateLinks } from '../../db/links.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { append, type At } from '../recording/index.js';
import type { SessionHooks } from './hooks.js';
import { turn } from './turn.js';

const day_ms = 86_400_000;

export type Pauser = 'candidate' | 'tenant';

/** Starts the clock, once; whether this call did. */
export async function begin(tx: TenantTx, at: At, hooks: Pick<SessionHooks, 'onBegin'>): Promise<boolean> {
  const { row, moved } = await turn(tx, at, 'begin');
  if (!moved) return false;
  await startClock(tx, at.interview);
  await extendCandidateLinks(tx, at.interview, row.limit_ms + day_ms);
  await hooks.onBegin(tx, at);
  return true;
}

/** Stops the clock. A candidate needs an accommodation for that, the tenant doesn't. */
export async function pause(tx: TenantTx, at: At, by: Pauser): Promise<void> {
  const { row, moved } = await turn(tx, at, 'pause');
  if (by === 'candidate' && !row.accommodations.pause_allowed) throw new ApiError('pause_not_allowed');
  if (!moved) return;
  await append(tx, at.interview, [{ type: 'session.paused', data: { by } }]);
  await stopClock(tx, at.interview);
}

export async function resume(tx: TenantTx, at: At): Promise<void> {
  const { moved } = await turn(tx, at, 'resume');
  if (!moved) return;
  await startClock(tx, at.interview);
  await append(tx, at.interview, [{ type: 'session.resumed', data: {} }]);
}

/** Ends an interview whose time is over; whether it did. Looks again under the lock: a pause may have come first. */
export async function expireIfDue(tx: TenantTx, at: At): Promise<boolean> {
  const row = await lockInterview(tx, at.mode, at.interview);
  return row?.due ? expire(tx, at, row) : false;
}

/** Ends an interview before its time, and takes the candidate's links away; whether it did. One that was submitted stays as it is. */
export async function cancel(tx: TenantTx, at: At): Promise<boolean> {
  const row = await lockInterview(tx, at.mode, at.interview);
  if (!row) throw notFound('interview');
  if (!(await expire(tx, at, row))) return false;
  await revokeCandidateLinks(tx, at.interview);
  return true;
}

async function expire(tx: TenantTx, at: At, { status }: Pick<InterviewRow, 'status'>): Promise<boolean> {
  if (!['created', 'started', 'paused'].includes(status)) return false;
  await turn(tx, at, 'expire');
  await stopClock(tx, at.interview);
  await append(tx, at.interview, [{ type: 'session.expired', data: {} }]);
  return true;
}
