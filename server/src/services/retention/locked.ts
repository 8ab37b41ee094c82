import { lockInterview, type InterviewRow } from '../../db/interviews.js';
import { isOld, type ClassOfInterview } from '../../db/retention-due.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import type { At } from '../recording/log.js';

/** The interview, locked, where a class of its data is still due: no hold stands on it, and nobody did it meanwhile. Null otherwise. */
export async function lockedIfOld(tx: TenantTx, at: At, name: ClassOfInterview, days: number): Promise<InterviewRow | null> {
  const row = await lockInterview(tx, at.mode, at.interview);
  return row && (await isOld(tx, at.mode, name, days, at.interview)) ? row : null;
}
