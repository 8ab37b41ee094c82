import { z } from 'zod';
import { DurationMs, Timestamp, PageQuery, pageOf } from '../common.js';
import { idOf } from '../ids.js';

/** What a reviewer says about a moment of a recording, or answers to such a comment. Candidates never see it. */
export const Comment = z.object({
  id: idOf('comment'),
  object: z.literal('comment'),
  t_ms: DurationMs,
  /** As the host calls them: a session token says which role somebody has, not who they are. */
  author: z.string(),
  /** Empty once removed, where answers hang on it. */
  text: z.string(),
  reply_to: idOf('comment').nullable(),
  removed: z.boolean(),
  created_at: Timestamp,
});
export type Comment = z.infer<typeof Comment>;

/** A reply stands at its comment's moment: its own `t_ms` is left out. */
export const NewComment = z
  .object({
    t_ms: DurationMs.max(Number.MAX_SAFE_INTEGER).optional(),
    author: z.string().trim().min(1).max(100),
    text: z.string().trim().min(1).max(4000),
    reply_to: idOf('comment').optional(),
  })
  .refine(({ t_ms, reply_to }) => (t_ms === undefined) === (reply_to !== undefined), 'needs either t_ms or reply_to');
export type NewComment = z.infer<typeof NewComment>;

export const CommentPage = pageOf(Comment);
export const CommentQuery = PageQuery.extend({ limit: z.coerce.number().int().min(1).max(500).default(100) });
