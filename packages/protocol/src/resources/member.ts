import { z } from 'zod';
import { Mode, Timestamp, pageOf } from '../common.js';
import { idOf } from '../ids.js';
import { memberRoles } from '../role-scopes.js';

export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;

/** A person who may sign in to the console of one tenant and mode, by the address that the company's OpenID provider vouches for. */
export const Member = z.object({
  id: idOf('member'),
  object: z.literal('member'),
  mode: Mode,
  email: z.string(),
  role: MemberRole,
  created_at: Timestamp,
  /** When they last did something, to the minute; null while they never signed in. */
  last_seen_at: Timestamp.nullable(),
});
export type Member = z.infer<typeof Member>;
export const MemberPage = pageOf(Member);

export const NewMember = z.object({ email: z.email().max(320), role: MemberRole });
export type NewMember = z.infer<typeof NewMember>;
export const MemberChange = z.object({ role: MemberRole });
