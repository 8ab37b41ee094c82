import type { Tenants } from '../../services/tenants/index.js';
import { ApiError } from '../../errors.js';
import type { Actor } from '../../services/scope.js';
import type { Context, Middleware } from '../context.js';

const methods = 'GET, POST, PUT, DELETE';
const requestHeaders = 'Authorization, Content-Type, If-Match, Idempotency-Key, Last-Event-ID, InterviewLM-Version';
const answerHeaders = 'Request-Id, RateLimit, RateLimit-Policy, Retry-After, InterviewLM-Version, Idempotent-Replayed';

/**
 * Lets pages on other origins read answers. A preflight comes before anyone's credential, so every origin may ask, and answers
 * that hold no tenant's data (`unauthenticated`, say) may be read from anywhere: a page must see that its token has expired.
 * `requireOrigin` then closes the door on origins that are not on the tenant's list. It never allows
 * credentials: the console's cookie is for our own origin (`api/console`).
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
export async function requireOrigin(ctx: Pick<Context, 'get' | 'host'>, actor: Actor, origins: Origins): Promise<void> {
  const origin = ctx.get('Origin');
  if (origin) {
    if (await origins.allow(actor, origin, ctx.host)) return;
    throw new ApiError('origin_not_allowed', `${origin} is not on this tenant's list of origins.`);
  }
  // A publishable key is for pages. Browsers leave the origin out where it is our own, and say so.
  if (actor.kind === 'publishable' && ctx.get('Sec-Fetch-Site') !== 'same-origin') {
    throw new ApiError('origin_not_allowed', 'A publishable key is used from a page, which sends its Origin.');
  }
}

/** Whose pages may speak for an actor: our own, under whatever name this server was reached by, and those on the tenant's list. */
export class Origins {
  constructor(
    private readonly publicOrigin: string,
    private readonly tenants: Pick<Tenants, 'allows'>,
  ) {}

  async allow(actor: Actor, origin: string, host: string | undefined): Promise<boolean> {
    if (origin === this.publicOrigin || (host !== undefined && hostOf(origin) === host)) return true;
    return this.tenants.allows(actor.tenant, origin);
  }
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
