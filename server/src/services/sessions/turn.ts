import type { InterviewStatus, WebhookEventType } from '@interviewlm/protocol';
import { oweOrder } from '../../db/ats-orders.js';
import { lockInterview, setStatus, type InterviewRow } from '../../db/interviews.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import type { At } from '../recording/index.js';
import { emit } from '../webhooks/emit.js';
import { step, type Verb } from './lifecycle.js';

export interface Turn {
  /** As it was before. */
  readonly row: InterviewRow;
  /** False when the interview was there already. */
  readonly moved: boolean;
}

/** What a tenant's server is told about. Nobody has to do anything about an interview that expired; of one that is erased they hear at its end. */
const told: Partial<Record<Verb, WebhookEventType>> = {
  begin: 'interview.started',
  pause: 'interview.paused',
  resume: 'interview.resumed',
  submit: 'interview.submitted',
  score: 'interview.scored',
  archive: 'interview.archived',
};

/** What the applicant tracking system that ordered it is told about. */
const ordered = new Set<Verb>(['begin', 'submit', 'score', 'expire']);

/** What is there when the time is over may still be handed in, and some ATSs take back nothing: so long they don't hear that it expired. */
const handInGrace_s = 3600;

/** Locks the interview and takes it one step on, or throws why that can't be. What goes with the step is the caller's. */
export async function turn(tx: TenantTx, at: At, verb: Verb): Promise<Turn> {
  const row = await lockInterview(tx, at.mode, at.interview);
  if (!row) throw notFound('interview');
  const to = requireStep(row.status, verb);
  if (to === row.status) return { row, moved: false };
  await setStatus(tx, row.id, to);
  const type = told[verb];
  if (type) await emit(tx, type, { ...row, status: to });
  if (ordered.has(verb)) await oweOrder(tx, row.id, verb === 'expire' && row.started_at ? handInGrace_s : 0);
  return { row, moved: true };
}

/** Where `verb` leads, or the error that says why it leads nowhere. */
export function requireStep(status: InterviewStatus, verb: Verb): InterviewStatus {
  const next = step(status, verb);
  if ('refused' in next) throw new ApiError(next.refused);
  return next.to;
}
