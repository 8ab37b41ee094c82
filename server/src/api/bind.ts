import type { Endpoint, EndpointName, Mode } from '@interviewlm/protocol';
import type { Audit } from '../services/audit/index.js';
import type { Idempotency } from '../services/idempotency/index.js';
import type { RateLimiter } from '../services/limits/index.js';
import type { Masking } from '../services/masking/index.js';
import type { Actor, SessionActor } from '../services/scope.js';
import { ApiError } from '../errors.js';
import { beginsClock, outlivesInterview, requireOwnInterview } from '../policies/interviews.js';
import { answer } from './answer.js';
import { consoleActor, type Console } from './console/index.js';
import type { Context, Middleware } from './context.js';
import type { Handlers } from './handler.js';
import { masked, maskFor } from './mask.js';
import { audited } from './middleware/audit.js';
import { authenticate, requireRight, type Authenticators } from './middleware/authenticate.js';
import { readJson } from './middleware/body.js';
import { requireOrigin, type Origins } from './middleware/cors.js';
import { once } from './middleware/idempotency.js';
import { parseParts } from './middleware/parse.js';
import { limit } from './middleware/rate-limit.js';
import { askedVersion, tellVersion } from './middleware/version.js';
import { actorRate, endpointRates, refusals } from './rates.js';
import { matchRoute, type Route } from './routes.js';

export interface Binding extends Authenticators {
  readonly handlers: Handlers;
  readonly origins: Origins;
  readonly limiter: RateLimiter;
  readonly idempotency: Pick<Idempotency, 'begin'>;
  readonly audit: Pick<Audit, 'note'>;
  readonly masking: Masking;
  /** The sessions of the console's page, which come by cookie. */
  readonly console: Console;
  /** Whose an invite or share code is; 404 for one that is wrong, expired or revoked. */
  redeem(interview: string, code: string): Promise<SessionActor>;
  /** Called before work on an interview: starts its clock, or ends it, when that is due. */
  admit(at: { tenant: string; mode: Mode; interview: string }, begins: boolean): Promise<void>;
  /** Refuse to send an answer that its schema doesn't allow: for tests, since it costs time. */
  readonly checkAnswers: boolean;
}

type AnyHandler = (call: unknown) => Promise<unknown>;

/** Answers the endpoints of the contract. Each request passes these stations in this order; the first that fails answers. */
export function bind(binding: Binding): Middleware {
  return async (ctx, next) => {
    const route = find(ctx);
    if (!route) {
      await next();
      return;
    }
    const { endpoint, name } = route;
    await byAddress(ctx, binding, name);
    const asked = askedVersion(ctx);
    const known = await whoCalls(ctx, binding, endpoint);
    tellVersion(ctx, asked, known);
    if (known) await admitActor(ctx, binding, endpoint, known);
    const [params, query, body] = await parse(ctx, endpoint, route.params);
    const actor = known ?? (await codeHolder(ctx, binding, endpoint, params, body));
    if (actor && hasId(params)) await toInterview(binding, route, actor, params.id);
    const wantsStream = endpoint.stream !== undefined && ctx.get('Accept').includes('text/event-stream');
    const { requestId, signal } = ctx.state;
    const call = { actor, params, query, body, headers: ctx.req.headers, ip: ctx.ip, requestId, signal, wantsStream };
    const handle = () => (binding.handlers[name] as AnyHandler)(call);
    const noted = () => (actor ? audited(ctx, binding.audit, actor, route, params, handle) : handle());
    const result = actor ? await once(ctx, binding.idempotency, actor, [name, params, query, body, wantsStream], noted) : await noted();
    const mask = actor && (await maskFor(binding.masking, actor));
    answer(ctx, endpoint, mask ? masked(mask, result) : result, binding.checkAnswers);
  };
}

function find(ctx: Context): (Route & { params: Record<string, string> }) | null {
  const match = matchRoute(ctx.method, ctx.path);
  if (match.found === 'nothing') return null;
  if (match.found === 'path') {
    const allow = match.allowed.join(', ');
    throw new ApiError('method_not_allowed', `Allowed here: ${allow}.`, { headers: { Allow: allow } });
  }
  ctx.state.route = match.route.endpoint.path;
  return { ...match.route, params: match.params };
}

async function byAddress(ctx: Context, { limiter }: Binding, name: EndpointName): Promise<void> {
  const rate = endpointRates[name];
  if (rate) await limit(ctx, limiter, rate, ctx.ip);
}

/** The actor of the `Authorization` header, or else of the console's cookie; null for endpoints that take none. */
async function whoCalls(ctx: Context, binding: Binding, { credentials }: Endpoint): Promise<Actor | null> {
  if (credentials.includes('public') || credentials.includes('code')) return null;
  const authorization = ctx.get('Authorization');
  return refusable(
    ctx,
    binding,
    async () => (authorization ? null : await consoleActor(ctx, binding.console)) ?? (await authenticate(binding, authorization)),
  );
}

async function admitActor(ctx: Context, binding: Binding, endpoint: Endpoint, actor: Actor): Promise<void> {
  ctx.state.actor = actor;
  const { rate, who } = actorRate(actor, ctx.ip);
  await limit(ctx, binding.limiter, rate, who);
  requireRight(actor, endpoint);
  await requireOrigin(ctx, actor, binding.origins);
}

async function parse(ctx: Context, { params, query, body }: Endpoint, rawParams: Record<string, string>): Promise<unknown[]> {
  const value = body ? ((await readJson(ctx)) ?? {}) : undefined;
  return parseParts([
    { in: 'path', schema: params, value: rawParams },
    { in: 'query', schema: query, value: ctx.query },
    { in: 'body', schema: body, value },
  ]);
}

/** The actor of a code in the body, where the endpoint takes one. */
async function codeHolder(
  ctx: Context,
  binding: Binding,
  endpoint: Endpoint,
  params: unknown,
  body: unknown,
): Promise<SessionActor | null> {
  if (!endpoint.credentials.includes('code')) return null;
  const { id } = params as { id: string };
  const { code } = body as { code: string };
  const actor = await refusable(ctx, binding, () => binding.redeem(id, code));
  ctx.state.actor = actor;
  await requireOrigin(ctx, actor, binding.origins);
  return actor;
}

/** A credential that is refused counts against the address it came from, and an address with too many refusals isn't even heard. */
async function refusable<T>(ctx: Context, { limiter }: Binding, work: () => Promise<T>): Promise<T> {
  if (limiter.isSpent(refusals, ctx.ip)) await limit(ctx, limiter, refusals, ctx.ip);
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'token_expired') await limiter.take(refusals, ctx.ip);
    throw error;
  }
}

async function toInterview(binding: Binding, { name, endpoint }: Route, actor: Actor, id: string): Promise<void> {
  if (!endpoint.path.startsWith('/api/interview/:id')) return;
  requireOwnInterview(actor, id);
  if (outlivesInterview(name)) return;
  await binding.admit({ tenant: actor.tenant, mode: actor.mode, interview: id }, beginsClock(actor, name, endpoint));
}

const hasId = (params: unknown): params is { id: string } => typeof params === 'object' && params !== null && 'id' in params;
