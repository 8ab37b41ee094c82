import { standingHold, type HoldRow } from '../../db/holds.js';
import type { TenantReads } from '../../db/tenant-reads.js';
import { ApiError } from '../../errors.js';

/** Refuses what would take something of this interview away while a legal hold stands on it. */
export async function requireNoHold(tx: TenantReads, interview: string): Promise<void> {
  const hold = await standingHold(tx, interview);
  if (hold) throw underHold(hold);
}

/** Names the hold, so that whoever is refused knows whom to ask. */
export const underHold = ({ id, interview_id, placed_at }: HoldRow): ApiError =>
  new ApiError('under_hold', `${interview_id} is under the legal hold ${id} since ${placed_at.toISOString()}.`, { hold: id });
