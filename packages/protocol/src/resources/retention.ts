import { z } from 'zod';
import { Mode, Timestamp } from '../common.js';
import { KeyOrMember } from '../ids.js';

/**
 * What is kept, by what it tells of people. Of an interview: `recording` (the log, its terminal, the files, answers and runs), `chat` (what
 * was said to and by the assistant, also in the log), `report` (judgements, overrides, appeals, comments, the score and the outcome),
 * `identity` (name, addresses, self-identification, metadata, e-mails, links and the ATS's order), and `interview`, all of it at once, with
 * a certificate. Besides: `mail` (e-mails that were sent or kept), `webhooks` (events and their deliveries) and `audit_log`.
 */
export const RetentionClass = z.enum(['interview', 'recording', 'chat', 'report', 'identity', 'mail', 'webhooks', 'audit_log']);
export type RetentionClass = z.infer<typeof RetentionClass>;

/** The classes that are erased while the rest of their interview stays. */
export const ErasableClass = RetentionClass.extract(['recording', 'chat', 'report', 'identity']);
export type ErasableClass = z.infer<typeof ErasableClass>;

const days = z.number().int().min(1).max(3650).nullable().default(null);

/**
 * For how many days each class is kept: of an interview from its submission on, or from when it expired, and of the others from when they
 * were made. Null is until somebody erases it.
 */
export const RetentionDays = z.object({
  interview: days,
  recording: days,
  chat: days,
  report: days,
  identity: days,
  mail: days,
  /** At least as long as a delivery is tried. */
  webhooks: z.number().int().min(5).max(365).default(30),
  /** Half a year at least: that is how long Art. 26 (6) of the AI Act wants logs to be kept. */
  audit_log: z.number().int().min(183).max(3650).nullable().default(null),
});
export type RetentionDays = z.infer<typeof RetentionDays>;

/** The whole policy: a class that is left out is kept as if nothing had ever been said of it. */
export const NewRetention = z.object({ days: RetentionDays });

export const Retention = z.object({
  object: z.literal('retention'),
  mode: Mode,
  days: RetentionDays,
  /** Null for what holds where nobody set anything. */
  set_by: KeyOrMember.nullable(),
  set_at: Timestamp.nullable(),
  /** When something is erased by it next: at the earliest a day after it was set. */
  next_at: Timestamp.nullable(),
});
export type Retention = z.infer<typeof Retention>;

const asked = z.coerce.number().int().min(1).max(3650).optional();

/** What would be erased within so many days; a class with a number is counted as if that were its days. */
export const RetentionPreviewQuery = z.strictObject({
  within_days: z.coerce.number().int().min(1).max(366).default(30),
  interview: asked,
  recording: asked,
  chat: asked,
  report: asked,
  identity: asked,
  mail: asked,
  webhooks: z.coerce.number().int().min(5).max(365).optional(),
  audit_log: z.coerce.number().int().min(183).max(3650).optional(),
});

/** `count` things of a class are due on a day, in UTC: interviews, e-mails, events or entries. What is overdue counts for today. */
export const RetentionPreview = z.object({
  object: z.literal('retention_preview'),
  mode: Mode,
  data: z.array(z.object({ date: z.iso.date(), class: RetentionClass, count: z.number().int() })),
  /** Interviews under a legal hold, which are in none of these counts. */
  held: z.number().int(),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;
