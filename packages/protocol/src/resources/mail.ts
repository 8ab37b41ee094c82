import { z } from 'zod';
import { Mode, PageQuery, Timestamp, pageOf } from '../common.js';
import { idOf } from '../ids.js';
import { mailLocales } from '../mail-locales.js';

export const MailLocale = z.enum(mailLocales);
export type MailLocale = z.infer<typeof MailLocale>;

/** An e-mail to the candidate with a link to the interview; `message` is what the company adds in its own words, as plain text. */
export const NewInvitation = z.object({ locale: MailLocale.default('en'), message: z.string().trim().max(2000).default('') });
export type NewInvitation = z.infer<typeof NewInvitation>;

/** Who hears by e-mail that the report is there, with a link to it. */
export const ResultNotice = z.object({ to: z.array(z.email().max(320)).min(1).max(5), locale: MailLocale.default('en') });
export type ResultNotice = z.infer<typeof ResultNotice>;

export const MailKind = z.enum(['invitation', 'reminder', 'result']);
export type MailKind = z.infer<typeof MailKind>;

/**
 * `pending` is owed; `sent` was taken by the mail server; `kept` is in the outbox of a server without one; `failed` was refused, or tried for
 * a day; `suppressed` was not sent, since nobody needs it any more or the recipient doesn't want it.
 */
export const MailState = z.enum(['pending', 'sent', 'kept', 'failed', 'suppressed']);
export type MailState = z.infer<typeof MailState>;

export const Mail = z.object({
  id: idOf('mail'),
  object: z.literal('mail'),
  mode: Mode,
  interview: idOf('interview'),
  kind: MailKind,
  to: z.string(),
  locale: MailLocale,
  /** Null until it is written, which is when it is first tried. */
  subject: z.string().nullable(),
  state: MailState,
  attempts: z.number().int(),
  /** Why the last attempt failed, or why it was not sent, in words. */
  error: z.string().nullable(),
  /** Null when nothing is planned: a result waits for the report. */
  next_attempt_at: Timestamp.nullable(),
  sent_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type Mail = z.infer<typeof Mail>;
export const MailPage = pageOf(Mail);

/** `content` is what it says, where it was kept and not sent, for keys that may change interviews; null otherwise, since its link lets in. */
export const MailWithContent = Mail.extend({ content: z.object({ text: z.string(), html: z.string() }).nullable() });
export type MailWithContent = z.infer<typeof MailWithContent>;

export const MailQuery = PageQuery.extend({ interview: idOf('interview').optional(), state: MailState.optional() });
