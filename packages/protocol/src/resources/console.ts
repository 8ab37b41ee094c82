import { z } from 'zod';
import { Mode, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { KeyScope } from '../scopes.js';

/**
 * How the console's own page signs in: `POST`, `GET` and `DELETE /console/session`. They are no part of the API, since nobody else calls
 * them, and are answered to our own page alone.
 */
export const NewConsoleSession = z.object({ key: z.string().max(200) });

/** Who is signed in, and until when. The cookie that proves it is never in an answer that a script can read. */
export const ConsoleSession = z.object({
  object: z.literal('console_session'),
  id: idOf('consoleSession'),
  tenant: z.object({ id: idOf('tenant'), name: z.string() }),
  mode: Mode,
  /** The secret key that it was opened with, and whose rights it has. */
  key: idOf('key'),
  scopes: z.array(KeyScope).nullable(),
  /** When it ends unless it is used before. */
  idle_at: Timestamp,
  expires_at: Timestamp,
});
export type ConsoleSession = z.infer<typeof ConsoleSession>;
