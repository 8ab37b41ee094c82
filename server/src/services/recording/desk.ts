import type { Desk } from '@interviewlm/protocol';
import { readDesk } from '../../db/desks.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { decodeSegment } from './codec.js';
import { followPage } from './follow-page.js';

/**
 * Which files the candidate's page has open, as it was noted when the log was folded last, and what its page recorded since. Null where no
 * page has recorded anything yet.
 */
export async function deskOf(tx: TenantTx, interview: string): Promise<Desk | null> {
  const { desk, loose } = await readDesk(tx, interview);
  return followPage(desk, loose.flatMap(decodeSegment));
}
