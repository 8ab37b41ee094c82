import type { Hold } from '@interviewlm/protocol';
import type { HoldRow } from '../../db/holds.js';

export const presentHold = ({ id, interview_id, reason, placed_by, placed_at, lifted_by, lifted_at }: HoldRow): Hold => ({
  id,
  object: 'hold',
  interview: interview_id,
  reason,
  placed_by,
  placed_at: placed_at.toISOString(),
  lifted_by,
  lifted_at: lifted_at?.toISOString() ?? null,
});
