import Router from '@koa/router';
import type { Context, Middleware } from '../api/context.js';
import { parseJson, readBody } from '../api/middleware/body.js';
import { parseParts } from '../api/middleware/parse.js';
import { toApiError } from '../api/middleware/problems.js';
import { limit, spend } from '../api/middleware/rate-limit.js';
import { ApiError, invalid } from '../errors.js';
import type { AtsCaller, Integrations } from '../services/ats/integrations.js';
import type { Orders } from '../services/ats/orders.js';
import type { Audit } from '../services/audit/index.js';
import { atsUrlProblem } from '../services/ats/url.js';
import type { Rate, RateLimiter } from '../services/limits/index.js';
import { perTenant } from '../services/mail/rates.js';
import type { AtsAnswer, AtsProtocol, AtsRoute } from './protocol.js';
import { atsProtocols } from './protocols.js';

export interface AtsDeps {
  readonly integrations: Integrations;
  readonly orders: Orders;
  readonly limiter: RateLimiter;
  readonly audit: Pick<Audit, 'noteIntegration'>;
  /** For development alone: an ATS may also be a simulator on this machine. */
  readonly insecure: boolean;
}

interface Found {
  readonly protocol: AtsProtocol;
  readonly route: AtsRoute;
  readonly params: Readonly<Record<string, string>>;
}

const integrationRate: Rate = { name: 'integration', burst: 500, perSecond: 50 };
const refusals: Rate = { name: 'ats_refused', burst: 60, perSecond: 1 };

const router = new Router();
const routes = new Map<string, Omit<Found, 'params'>>();
for (const protocol of Object.values(atsProtocols))
  for (const route of protocol.routes) {
    const name = `${route.method} /ats/${protocol.kind}${route.path}`;
    routes.set(name, { protocol, route });
    router.register(`/ats/${protocol.kind}${route.path}`, [route.method], [() => undefined], { name });
  }

/**
 * What applicant tracking systems call, each in its own words (docs/decisions/0070-ats-protocols-have-their-own-table.md). Each request
 * passes these stations in this order: route, body, identity, rate, shape, answer. The first that fails answers.
 */
export function atsRoutes(deps: AtsDeps): Middleware {
  return async (ctx, next) => {
    const found = find(ctx);
    if (!found) {
      await next();
      return;
    }
    const { status, body } = await answer(ctx, deps, found).catch((error: unknown) => refuse(ctx, found.protocol, toApiError(ctx, error)));
    ctx.status = status;
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'application/json';
    ctx.body = JSON.stringify(body);
  };
}

function find(ctx: Context): Found | null {
  const layer = router.match(ctx.path, ctx.method).pathAndMethod[0];
  const known = layer && routes.get(String(layer.name));
  if (!known) return null;
  ctx.state.route = String(layer.path);
  return { ...known, params: layer.params(ctx.path, layer.captures(ctx.path)) };
}

async function answer(ctx: Context, deps: AtsDeps, { protocol, route, params }: Found): Promise<AtsAnswer> {
  const { limiter, integrations, audit } = deps;
  const bytes = await readBody(ctx);
  const caller = await identified(ctx, deps, protocol, {
    header: (name) => ctx.get(name),
    path: route.path,
    params,
    body: bytes,
  });
  ctx.state.log = ctx.state.log.child({ tenant: caller.tenant, integration: caller.integration });
  await limit(ctx, limiter, integrationRate, caller.integration);
  await integrations.seen(caller);
  const [query, body] = parseParts([
    { in: 'query', schema: route.query, value: ctx.query },
    { in: 'body', schema: route.body, value: route.body ? (parseJson(ctx, bytes) ?? {}) : undefined },
  ]) as [never, never];
  const ownUrl = (path: string, url: string): URL => {
    const problem = atsUrlProblem(url, protocol.hosts, deps.insecure);
    if (problem) throw invalid(path, 'invalid_url', problem);
    return new URL(url);
  };
  const orders = noting(deps, (action, target) =>
    audit.noteIntegration(caller, caller.integration, { action, target, address: ctx.ip, request_id: ctx.state.requestId }),
  );
  return route.answer({ caller, query, body, raw: bytes, orders, integrations, ownUrl });
}

/** What an ATS changes is in the audit log; what it only repeats is not. Who may place orders sends e-mails, so those are counted. */
const noting = ({ orders, integrations, limiter }: AtsDeps, note: (action: string, target: string) => Promise<void>): Orders => ({
  ...orders,
  async place(caller, wanted) {
    const { invitation_locale } = await integrations.get(caller, caller.integration);
    if (!wanted.inline && invitation_locale) await spend(limiter, perTenant, caller.tenant);
    const placed = await orders.place(caller, wanted);
    if (placed.isNew) await note('placeAtsOrder', placed.id);
    return placed;
  },
  async cancel(caller, id) {
    await orders.cancel(caller, id);
    await note('cancelAtsOrder', id);
  },
});

/**
 * A credential that is refused counts against the address it came from; but one that is right is heard all the same: an ATS calls for all of
 * its customers from the same addresses, and one with a wrong key must not silence the others.
 */
async function identified(
  ctx: Context,
  { limiter, integrations }: AtsDeps,
  protocol: AtsProtocol,
  request: Parameters<AtsProtocol['identify']>[0],
): Promise<AtsCaller> {
  const caller = await protocol.identify(request, integrations);
  if (caller) return caller;
  await limit(ctx, limiter, refusals, ctx.ip);
  throw new ApiError('unauthenticated', 'This key is missing, unknown or revoked.');
}

function refuse(ctx: Context, protocol: AtsProtocol, error: ApiError): AtsAnswer {
  ctx.set(error.members.headers ?? {});
  if (error.status === 401) ctx.set('WWW-Authenticate', protocol.challenge);
  return protocol.refuse(error);
}
