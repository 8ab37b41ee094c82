import { z } from 'zod';
import { pathProblem } from './paths.js';

export { limits, pathProblem } from './paths.js';

/** RFC 3339 in UTC, e.g. `2026-11-24T15:00:00.000Z`. */
export const Timestamp = z.iso.datetime();
/** A non-negative duration in milliseconds. */
export const DurationMs = z.number().int().nonnegative();
/** How long the old one of two keys or secrets works on, once another was made: a day unless said otherwise, a week at most. */
export const OverlapMs = z
  .number()
  .int()
  .min(0)
  .max(7 * 86_400_000)
  .default(86_400_000);
/** Money in millionths of a US dollar. */
export const MicroUsd = z.number().int().nonnegative();
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `test` and `live` are separate worlds: neither ever lists the other's data. */
export const Mode = z.enum(['test', 'live']);
export type Mode = z.infer<typeof Mode>;

/** Flat pairs that the integrator keeps with an object; we never read them. */
export const Metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'must have at most 50 keys');

/** A path inside the workspace: relative, forward slashes, no `..`, no control characters. */
export const FilePath = z.string().check((input) => {
  const problem = pathProblem(input.value);
  if (problem) input.issues.push({ code: 'custom', message: problem, input: input.value });
});

/** A page of a list. Cursors are opaque and stable under inserts. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), has_more: z.boolean(), next_cursor: z.string().nullable() });

export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
