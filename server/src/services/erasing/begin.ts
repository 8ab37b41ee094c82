import { insertErasure } from '../../db/erasures.js';
import { stopClock, type InterviewRow } from '../../db/interviews.js';
import { deleteLinks, revokeLinks } from '../../db/links.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { turn } from '../sessions/turn.js';

/**
 * From the end of this transaction the interview is gone for everyone, and its erasure is owed, in `lease_s` seconds at the latest. Whoever
 * calls has locked it and seen that no hold stands on it.
 */
export async function beginErasure(tx: TenantTx, interview: InterviewRow, key: string, lease_s: number): Promise<void> {
  await turn(tx, { tenant: tx.tenant, mode: interview.mode, interview: interview.id }, 'erase');
  await stopClock(tx, interview.id);
  await deleteLinks(tx, interview.id);
  await insertErasure(tx, interview, key, lease_s);
}

/** Notes that it is to be erased once its hold is lifted. Until then no link opens it: it is kept for those who hold it, and for nobody else. */
export async function postponeErasure(tx: TenantTx, interview: InterviewRow, key: string): Promise<void> {
  await insertErasure(tx, interview, key, null);
  await revokeLinks(tx, interview.id);
}
