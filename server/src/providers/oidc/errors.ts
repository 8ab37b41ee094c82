import * as client from 'openid-client';
import { IdentityError, type IdentityProblem } from '../../services/console/port.js';

/** What the library calls an answer that isn't as it must be. */
const unproven = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_PARSE_ERROR',
]);

/** Causes hold what the provider sent, tokens and addresses among it: only its codes are kept. */
export function identityError(error: unknown): IdentityError {
  if (error instanceof IdentityError) return error;
  if (error instanceof client.AuthorizationResponseError) return new IdentityError('refused', error.error);
  if (error instanceof client.ResponseBodyError)
    return new IdentityError(error.error === 'invalid_grant' ? 'expired' : 'unavailable', error.error);
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const problem: IdentityProblem = unproven.has(code) ? 'unproven' : 'unavailable';
  return new IdentityError(problem, [code, message, reasonOf(error)].filter(Boolean).join(' '));
}

/** Why the network failed, by its code. */
function reasonOf(error: unknown): string {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
