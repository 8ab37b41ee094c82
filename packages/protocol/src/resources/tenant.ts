import { z } from 'zod';
import { Mode, OverlapMs, pageOf, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { KeyScope } from '../scopes.js';
import { apiVersion } from '../version.js';

/** Every version of the contract that is still spoken, newest first. */
export const ApiVersion = z.enum([apiVersion]);
export type ApiVersion = z.infer<typeof ApiVersion>;

export const ApiKey = z.object({
  id: idOf('key'),
  object: z.literal('key'),
  kind: z.enum(['secret', 'publishable']),
  mode: Mode,
  name: z.string(),
  /** The first characters, to find it by; the key itself is only stored hashed. */
  prefix: z.string(),
  /** What a secret key may do; null for everything, also what is added later. */
  scopes: z.array(KeyScope).nullable(),
  /** Spoken to this key where a request names no version. */
  api_version: ApiVersion,
  created_at: Timestamp,
  last_used_at: Timestamp.nullable(),
  expires_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyPage = pageOf(ApiKey);

export const NewKey = z
  .object({
    kind: z.enum(['secret', 'publishable']).default('secret'),
    name: z.string().trim().min(1).max(100),
    scopes: z.array(KeyScope).min(1).nullable().default(null),
    api_version: ApiVersion.default(apiVersion),
  })
  .refine(({ kind, scopes }) => kind === 'secret' || scopes === null, { path: ['scopes'], message: 'only a secret key has scopes' });
/** The only answer that ever holds the key. */
export const CreatedKey = ApiKey.extend({ key: z.string() });
export const KeyRoll = z.object({ overlap_ms: OverlapMs });

/** `https://jobs.example.com`, as browsers write it: no path, no wildcard. */
const Origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/, 'is an origin like https://jobs.example.com');

export const Tenant = z.object({
  id: idOf('tenant'),
  object: z.literal('tenant'),
  name: z.string(),
  /** The exact origins of pages that may use its publishable keys and session tokens; the same for test and live. */
  origins: z.array(z.string()),
  created_at: Timestamp,
});
/** The whole list: what isn't on it may no longer call. */
export const NewOrigins = z.object({ origins: z.array(Origin).max(100) });
