import type { InterviewStatus } from '@interviewlm/protocol';
import { lockInterview, setStatus, type InterviewRow } from '../../db/interviews.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import type { At } from '../recording/index.js';
import { step, type Verb } from './lifecycle.js';

export interface Turn {
  /** As it was before. */
  readonly row: InterviewRow;
  /** False when the interview was there already. */
  readonly moved: boolean;
}

/** Locks the interview and takes it one step on, or throws why that can't be. What goes with the step is the caller's. */
export async function turn(tx: TenantTx, at: At, verb: Verb): Promise<Turn> {
  const row = await lockInterview(tx, at.mode, at.interview);
  if (!row) throw notFound('interview');
  const to = requireStep(row.status, verb);
  if (to !== row.status) await setStatus(tx, row.id, to);
  return { row, moved: to !== row.status };
}

/** Where `verb` leads, or the error that says why it leads nowhere. */
export function requireStep(status: InterviewStatus, verb: Verb): InterviewStatus {
  const next = step(status, verb);
  if ('refused' in next) throw new ApiError(next.refused);
  return next.to;
}
