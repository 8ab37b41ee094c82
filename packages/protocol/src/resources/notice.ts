import { z } from 'zod';
import { Timestamp } from '../common.js';

/** Names one wording of a notice: of ours `notice-1` and so on, of a company's own whatever they call it. */
const NoticeVersion = z.string().regex(/^[\w.:-]{1,100}$/);

/** What a candidate was told of recording and of AI before they began, and that they went on. */
export const NewNotice = z.object({
  version: NoticeVersion,
  /** The language that it was shown in, as a BCP 47 tag. */
  locale: z.string().regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/),
  /** For how long it had been on the screen, in milliseconds, by the page's own clock. */
  shown_for_ms: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400_000),
});
export type NewNotice = z.infer<typeof NewNotice>;

export const Notice = z.object({
  version: NoticeVersion,
  locale: z.string(),
  shown_at: Timestamp,
  accepted_at: Timestamp,
  /** `candidate`, or `tenant` where the company showed it on a page of its own and tells of it. */
  by: z.enum(['candidate', 'tenant']),
});
export type Notice = z.infer<typeof Notice>;
