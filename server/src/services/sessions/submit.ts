import type { Knex } from 'knex';
import type { SubmitReceipt } from '@interviewlm/protocol';
import { oweOrder } from '../../db/ats-orders.js';
import { readInterview, setScore, setSubmitted, stopClock } from '../../db/interviews.js';
import { releaseResults } from '../../db/mails.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { withPatience } from '../patience.js';
import { append, type At } from '../recording/index.js';
import { emit } from '../webhooks/emit.js';
import type { SessionHooks } from './hooks.js';
import { turn } from './turn.js';

/** Longest that a submission waits for its own report; scoring goes on without it. */
const patience_ms = 45_000;

/** Hands in, once, and freezes: everything in one transaction. */
export async function freeze(tx: TenantTx, at: At, hooks: Pick<SessionHooks, 'onSubmit'>): Promise<void> {
  const { row } = await turn(tx, at, 'submit');
  if (!row.started_at) throw new ApiError('interview_expired');
  await hooks.onSubmit(tx, at);
  await append(tx, at.interview, [{ type: 'session.submitted', data: {} }]);
  await stopClock(tx, at.interview);
  await setSubmitted(tx, at.interview);
}

/** Notes a report's score. Scoring again replaces it, and tells whom the first score was told. */
export async function markScored(tx: TenantTx, at: At, score: number | null): Promise<void> {
  // First, so that the event which the turn sends out has it.
  const isNew = await setScore(tx, at.interview, score === null ? null : { value: score, max: 100 });
  await releaseResults(tx, at.interview);
  const { row, moved } = await turn(tx, at, 'score');
  if (moved) return append(tx, at.interview, [{ type: 'session.scored', data: { score } }]);
  await oweOrder(tx, at.interview);
  if (isNew) await emit(tx, 'interview.scored', row);
}

/** Waits for the report as long as a person would, and says how far it has come. */
export async function receipt(knex: Knex, at: At, scoring: Promise<void>): Promise<SubmitReceipt> {
  await withPatience(scoring, patience_ms);
  const row = await withTenant(knex, at.tenant, (tx) => readInterview(tx, at.mode, at.interview));
  if (!row?.submitted_at) throw notFound('interview');
  const scored = row.status !== 'submitted';
  return {
    object: 'submission',
    interview: row.id,
    status: scored ? 'scored' : 'submitted',
    submitted_at: row.submitted_at.toISOString(),
    report: { status: scored ? 'ready' : 'pending', url: `/api/interview/${row.id}/report` },
  };
}
