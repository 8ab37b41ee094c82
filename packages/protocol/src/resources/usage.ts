import { z } from 'zod';
import { MicroUsd, PageQuery, pageOf } from '../common.js';
import { idOf } from '../ids.js';

const amount = z.number().int().nonnegative();

/** What was used, and what it costs at the prices of the days it was used on. */
export const Usage = z.object({
  /** Every kind of token together. */
  assistant_tokens: amount,
  /** Sessions and test runs. */
  sandbox_ms: amount,
  /** One byte kept for one day is one. */
  volume_byte_days: amount,
  /** As stored, compressed. */
  archive_bytes: amount,
  archive_requests: amount,
  costs_micros: z.object({ assistant: MicroUsd, sandbox: MicroUsd, volume: MicroUsd, archive: MicroUsd }),
  /** The sum of the four. */
  cost_micros: MicroUsd,
});
export type Usage = z.infer<typeof Usage>;

/** The usage of one interview (`day` is null) or of one day in UTC (`interview` is null). */
export const UsageEntry = Usage.extend({ interview: idOf('interview').nullable(), day: z.iso.date().nullable() });
export type UsageEntry = z.infer<typeof UsageEntry>;

export const UsageQuery = PageQuery.extend({
  by: z.enum(['interview', 'day']).default('interview'),
  interview: idOf('interview').optional(),
  assessment: idOf('assessment').optional(),
  /** First and last day, in UTC, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

/** Newest first. `totals` is over everything that the filters let through, on whatever page. */
export const UsagePage = pageOf(UsageEntry).extend({ totals: Usage });
