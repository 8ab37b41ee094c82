import { z } from 'zod';
import { Timestamp } from '../common.js';
import { idOf, KeyOrMember } from '../ids.js';

/** Why an interview must be kept whatever else says that it should go. It outlives the interview: a reference to the matter, and no name. */
export const NewHold = z.object({ reason: z.string().trim().min(1).max(500) });
export type NewHold = z.infer<typeof NewHold>;

/** A legal hold: until it is lifted nothing of its interview is erased, neither on request nor by retention. Holds are never deleted. */
export const Hold = z.object({
  id: idOf('hold'),
  object: z.literal('hold'),
  interview: idOf('interview'),
  reason: z.string(),
  placed_by: KeyOrMember,
  placed_at: Timestamp,
  lifted_by: KeyOrMember.nullable(),
  lifted_at: Timestamp.nullable(),
});
export type Hold = z.infer<typeof Hold>;
