import { z } from 'zod';
import { Timestamp } from '../common.js';
import { idOf } from '../ids.js';

/** As New York City's rules on automated employment decisions count them (6 RCNY § 5-301), after the EEO-1 report. */
export const Sex = z.enum(['female', 'male', 'another']);
export type Sex = z.infer<typeof Sex>;
export const Ethnicity = z.enum([
  'hispanic_or_latino',
  'white',
  'black_or_african_american',
  'native_hawaiian_or_pacific_islander',
  'asian',
  'native_american_or_alaska_native',
  'two_or_more_races',
]);
export type Ethnicity = z.infer<typeof Ethnicity>;

/** What a candidate says of themself, if they want to. It replaces what they said before; nothing at all takes it back. */
export const SelfIdentification = z.object({ sex: Sex.optional(), ethnicity: Ethnicity.optional() });
export type SelfIdentification = z.infer<typeof SelfIdentification>;

/** What people decided. The product never decides; it counts this by groups. */
export const Outcome = z.object({
  object: z.literal('outcome'),
  interview: idOf('interview'),
  selected: z.boolean(),
  /** Who decided, as the tenant calls them. */
  decided_by: z.string(),
  decided_at: Timestamp,
});
export type Outcome = z.infer<typeof Outcome>;

export const NewOutcome = z.object({ selected: z.boolean(), decided_by: z.string().trim().min(1).max(100) });
export type NewOutcome = z.infer<typeof NewOutcome>;

export const AdverseImpactQuery = z.object({
  assessment: idOf('assessment').optional(),
  submitted_from: Timestamp.optional(),
  submitted_to: Timestamp.optional(),
});
export type AdverseImpactQuery = z.infer<typeof AdverseImpactQuery>;
