import { z } from 'zod';
import { DurationMs } from '../common.js';

/** A question on the scale of ability: at `difficulty` half of the candidates solve it, `discrimination` is how steeply that share rises there. */
const item = { question: z.string(), difficulty: z.number(), discrimination: z.number() };

/** Ability, and its standard error, as far as it is known from the answers. */
const estimate = { ability: z.number(), error: z.number().nonnegative() };

/** One choice of the item response model. From `answers`, `among` and the interview's id anyone can compute it again. */
export const SelectionRecord = z.object({
  /** Which question this was to be, from 0. */
  index: z.number().int().nonnegative(),
  /** Null when nothing more is asked. */
  question: z.string().nullable(),
  /** The question whose solution it builds on; null where it stands by itself. Left out by records from before there were any. */
  follows: z.string().nullable().optional(),
  ...estimate,
  /** A sentence for people. */
  reason: z.string(),
  answers: z.array(z.object({ ...item, solved: z.boolean(), passed: z.number().int(), total: z.number().int() })),
  /** The ones that tell most, most telling first; one of them was taken: of follow-ups the first. */
  among: z.array(z.object({ ...item, information: z.number().nonnegative() })),
  /** All that could have been chosen: how many, how many rested since many have seen them, and the SHA-256 of their ids and parameters. */
  bank: z.object({ questions: z.number().int(), resting: z.number().int(), sha256: z.string() }),
});
export type SelectionRecord = z.infer<typeof SelectionRecord>;

/** How the questions of an adaptive interview were chosen, and the ability that the final runs tell of. */
export const ReportSelection = z.object({
  ...estimate,
  choices: z.array(
    z.object({
      t_ms: DurationMs,
      seq: z.number().int(),
      index: z.number().int(),
      title: z.string().nullable(),
      ...estimate,
      reason: z.string(),
    }),
  ),
});
export type ReportSelection = z.infer<typeof ReportSelection>;
