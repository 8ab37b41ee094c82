import { z } from 'zod';
import { Mode, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { KeyScope } from '../scopes.js';
import { MemberRole } from './member.js';

/**
 * How the console's own page signs in: `POST`, `GET` and `DELETE /console/session`, and `GET /console/sign-in`. They are no part of the API,
 * since nobody else calls them, and are answered to our own page alone. A person who has proven who they are names the member that they
 * want to be.
 */
export const NewConsoleSession = z.union([z.object({ key: z.string().max(200) }), z.object({ member: idOf('member') })]);
export type NewConsoleSession = z.infer<typeof NewConsoleSession>;

/** Who is signed in, and until when. The cookie that proves it is never in an answer that a script can read. */
export const ConsoleSession = z.object({
  object: z.literal('console_session'),
  id: idOf('consoleSession'),
  tenant: z.object({ id: idOf('tenant'), name: z.string() }),
  mode: Mode,
  /** The secret key that it was opened with, and whose rights it has; null for a person's. */
  key: idOf('key').nullable(),
  /** The person who signed in, and whose rights it has; null for a key's. */
  person: z.object({ member: idOf('member'), email: z.string(), role: MemberRole }).nullable(),
  scopes: z.array(KeyScope).nullable(),
  /** When it ends unless it is used before. */
  idle_at: Timestamp,
  expires_at: Timestamp,
});
export type ConsoleSession = z.infer<typeof ConsoleSession>;

/** One tenant and world that a person may be in. */
export const ConsoleChoice = z.object({
  member: idOf('member'),
  tenant: z.object({ id: idOf('tenant'), name: z.string() }),
  mode: Mode,
  role: MemberRole,
});
export type ConsoleChoice = z.infer<typeof ConsoleChoice>;

/** How one can sign in here, and, of a person who has proven who they are, where to. */
export const ConsoleSignIn = z.object({
  object: z.literal('console_sign_in'),
  /** Whether people can sign in by their company's OpenID provider. */
  people: z.boolean(),
  /** Null for nobody in particular; more than one, or none, for somebody whom the provider vouches for. */
  choices: z.array(ConsoleChoice).nullable(),
});
export type ConsoleSignIn = z.infer<typeof ConsoleSignIn>;

/** Signed out here; where the provider offers it, `continue_at` signs out there as well. */
export const ConsoleSignOut = z.object({ object: z.literal('console_sign_out'), continue_at: z.string().nullable() });
export type ConsoleSignOut = z.infer<typeof ConsoleSignOut>;
