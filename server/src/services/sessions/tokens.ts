import { SignJWT, errors as joseErrors, jwtVerify } from 'jose';
import { TokenClaims, type Role, type SessionToken } from '@interviewlm/protocol';
import { ApiError, invalid } from '../../errors.js';
import type { Scope, SessionActor } from '../scope.js';

const issuer = 'interviewlm';
/** Clocks of two API processes may differ by this much. */
const tolerance = '5s';
export const longestToken_ms = 900_000;

export interface TokenOptions {
  readonly ttl_ms?: number | undefined;
  /** Hides from it who the candidate is. A candidate knows: 400. */
  readonly mask_identity?: boolean;
}

/** Session tokens: JWTs that need no look-up, for one role on one interview and at most 15 minutes. */
export interface Tokens {
  mint(scope: Scope, interview: string, role: Role, options?: TokenOptions): Promise<SessionToken>;
  /** 401 `token_expired` or `unauthenticated`. */
  verify(token: string): Promise<SessionActor>;
}

export function createTokens(secret: string): Tokens {
  const key = new TextEncoder().encode(secret);
  const verified = new Verified();
  return {
    async mint({ tenant, mode }, interview, role, { ttl_ms = longestToken_ms, mask_identity = false } = {}) {
      if (mask_identity && role === 'candidate')
        throw invalid('body.mask_identity', 'not_for_candidates', 'Candidates are not hidden from themselves.');
      const iat = Math.floor(Date.now() / 1000);
      const exp = iat + Math.floor(Math.min(ttl_ms, longestToken_ms) / 1000);
      const claims: TokenClaims = { iss: issuer, sub: interview, ten: tenant, role, mode, ...(mask_identity && { msk: true }), iat, exp };
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
      return { object: 'session_token', token, role, interview, expires_at: new Date(exp * 1000).toISOString() };
    },
    async verify(token) {
      const known = verified.find(token);
      if (known) return known;
      const claims = TokenClaims.safeParse(await payloadOf(token, key));
      if (!claims.success) throw new ApiError('unauthenticated');
      const { sub, ten, role, mode, msk, exp } = claims.data;
      const actor: SessionActor = { kind: role, interview: sub, tenant: ten, mode, ...(msk && { masked: true }) };
      verified.keep(token, actor, exp * 1000);
      return actor;
    },
  };
}

async function payloadOf(token: string, key: Uint8Array): Promise<unknown> {
  try {
    return (await jwtVerify(token, key, { issuer, algorithms: ['HS256'], clockTolerance: tolerance, maxTokenAge: '16m' })).payload;
  } catch (cause) {
    throw new ApiError(cause instanceof joseErrors.JWTExpired ? 'token_expired' : 'unauthenticated', undefined, {}, { cause });
  }
}

/** A page sends the same token with each of its batches: its signature is checked once, its time every time. */
class Verified {
  readonly #actors = new Map<string, { readonly actor: SessionActor; readonly until: number }>();

  find(token: string): SessionActor | null {
    const known = this.#actors.get(token);
    return known && known.until > Date.now() ? known.actor : null;
  }

  keep(token: string, actor: SessionActor, until: number): void {
    if (this.#actors.size >= mostVerified) this.#actors.clear();
    this.#actors.set(token, { actor, until });
  }
}

const mostVerified = 10_000;
