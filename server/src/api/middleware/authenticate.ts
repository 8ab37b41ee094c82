import { scopeOf, type Endpoint } from '@interviewlm/protocol';
import type { Keys } from '../../services/keys/index.js';
import type { Actor } from '../../services/scope.js';
import type { Tokens } from '../../services/sessions/tokens.js';
import { ApiError } from '../../errors.js';

export interface Authenticators {
  readonly keys: Pick<Keys, 'identify'>;
  readonly tokens: Pick<Tokens, 'verify'>;
}

/** Who an `Authorization` header speaks for: a bearer key or token, or a secret key as the user name of HTTP Basic. 401. */
export async function authenticate({ keys, tokens }: Authenticators, authorization: string): Promise<Actor> {
  const credential = credentialOf(authorization);
  if (!credential) throw new ApiError('unauthenticated', 'Send a key or a session token as `Authorization: Bearer …`.');
  if (!credential.startsWith('ilm_')) return tokens.verify(credential);
  const actor = await keys.identify(credential);
  if (!actor) throw new ApiError('unauthenticated', 'This key is unknown, expired or revoked.');
  return actor;
}

/** 403 unless the endpoint takes this kind of credential and, of a secret key, the key has the scope for it. */
export function requireRight(actor: Actor, endpoint: Endpoint): void {
  const { credentials } = endpoint;
  if (!credentials.includes(actor.kind)) throw new ApiError('forbidden', `This needs another credential: ${credentials.join(', ')}.`);
  const scope = scopeOf(endpoint);
  if (actor.kind !== 'secret' || !actor.scopes || !scope || actor.scopes.includes(scope)) return;
  throw new ApiError('forbidden', `This key lacks the scope ${scope}.`, { missing_scope: scope });
}

function credentialOf(authorization: string): string | null {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  const [user] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return user?.startsWith('ilm_sk_') ? user : null;
}
