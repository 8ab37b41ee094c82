import type { Tenants } from '../../services/tenants/index.js';
import { ApiError } from '../../errors.js';
import type { Actor } from '../../services/scope.js';
import type { Context, Middleware } from '../context.js';

const methods = 'GET, POST, PUT, DELETE';
const requestHeaders = 'Authorization, Content-Type, If-Match, Idempotency-Key, Last-Event-ID, InterviewLM-Version';
const answerHeaders = 'Request-Id, RateLimit, RateLimit-Policy, Retry-After, InterviewLM-Version';

/**
 * Lets pages on other origins read answers. A preflight comes before anyone's credential, so every origin may ask, and answers
 * that hold no tenant's data (`unauthenticated`, say) may be read from anywhere: a page must see that its token has expired.
 * `requireOrigin` then closes the door on origins that are not on the tenant's list. No cookies are involved, ever.
 */
export const cors: Middleware = async (ctx, next) => {
  ctx.vary('Origin');
  const origin = ctx.get('Origin');
  if (origin) {
    ctx.set('Access-Control-Allow-Origin', origin);
    ctx.set('Access-Control-Expose-Headers', answerHeaders);
  }
  if (ctx.method === 'OPTIONS' && origin && ctx.get('Access-Control-Request-Method')) {
    ctx.set('Access-Control-Allow-Methods', methods);
    ctx.set('Access-Control-Allow-Headers', requestHeaders);
    ctx.set('Access-Control-Max-Age', '600');
    ctx.status = 204;
    return;
  }
  await next();
};

/** 403 `origin_not_allowed` unless the page is ours, is on the tenant's list, or there is no page at all (a server calls). */
export async function requireOrigin(
  ctx: Pick<Context, 'get' | 'host'>,
  actor: Actor,
  tenants: Tenants,
  publicOrigin: string,
): Promise<void> {
  const origin = ctx.get('Origin');
  // A publishable key is for pages: whoever hides where it is used is refused.
  if (!origin && actor.kind !== 'publishable') return;
  if (origin && (origin === publicOrigin || hostOf(origin) === ctx.host)) return;
  if (origin && (await tenants.allows(actor.tenant, origin))) return;
  throw new ApiError(
    'origin_not_allowed',
    origin ? `${origin} is not on this tenant's list of origins.` : 'A publishable key is used from a page, which sends its Origin.',
  );
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
