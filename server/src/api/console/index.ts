import { NewConsoleSession, type ConsoleSession } from '@interviewlm/protocol';
import type { Audit } from '../../services/audit/index.js';
import { longest_ms, type ConsoleActor, type ConsoleSessions } from '../../services/console/index.js';
import type { Keys } from '../../services/keys/index.js';
import type { RateLimiter } from '../../services/limits/index.js';
import { ApiError } from '../../errors.js';
import type { Context, Middleware } from '../context.js';
import { readJson } from '../middleware/body.js';
import { parseParts } from '../middleware/parse.js';
import { limit } from '../middleware/rate-limit.js';
import { signIns } from '../rates.js';
import type { SessionCookie } from './cookie.js';
import { requireOwnPage } from './own-page.js';

/** What a request with a cookie is answered by. */
export interface Console {
  readonly sessions: ConsoleSessions;
  readonly cookie: SessionCookie;
  readonly publicUrl: string;
}

interface SessionDeps extends Console {
  readonly keys: Pick<Keys, 'identify'>;
  readonly limiter: RateLimiter;
  readonly audit: Pick<Audit, 'note'>;
}

const path = '/console/session';

/** Signs in (`POST`), tells who is signed in (`GET`) and signs out (`DELETE`). No other origin ever reads an answer. */
export function consoleSession(deps: SessionDeps): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path) {
      await next();
      return;
    }
    ctx.state.route = path;
    ctx.set('Cache-Control', 'no-store');
    requireOwnPage(ctx, deps.publicUrl);
    if (ctx.method === 'GET') await current(ctx, deps);
    else if (ctx.method === 'POST') json(ctx, 201, await signIn(ctx, deps));
    else if (ctx.method === 'DELETE') await signOut(ctx, deps);
    else throw new ApiError('method_not_allowed', undefined, { headers: { Allow: 'DELETE, GET, POST' } });
  };
}

/** Who the request's cookie speaks for; null where it has none. 401 for one that is over, 403 from anywhere but our own page. */
export async function consoleActor(ctx: Context, { sessions, cookie, publicUrl }: Console): Promise<ConsoleActor | null> {
  const secret = cookie.read(ctx);
  if (secret === null) return null;
  requireOwnPage(ctx, publicUrl);
  const actor = await sessions.identify(secret);
  if (!actor) throw ended();
  return actor;
}

/** Nobody is signed in: 204, since a page that only asks has done nothing wrong. */
async function current(ctx: Context, { sessions, cookie }: SessionDeps): Promise<void> {
  const session = await sessions.present(cookie.read(ctx) ?? '');
  if (session) json(ctx, 200, session);
  else ctx.status = 204;
}

async function signIn(ctx: Context, deps: SessionDeps): Promise<ConsoleSession> {
  await limit(ctx, deps.limiter, signIns, ctx.ip);
  const [body] = parseParts([{ in: 'body', schema: NewConsoleSession, value: await readJson(ctx) }]) as [{ key: string }];
  const key = await deps.keys.identify(body.key.trim());
  if (!key) throw new ApiError('unauthenticated', 'This key is unknown, expired or revoked.');
  if (key.kind !== 'secret') throw new ApiError('forbidden', 'This is a publishable key, for pages. Sign in with a secret key: ilm_sk_…');
  await endOf(ctx, deps);
  const { secret, actor } = await deps.sessions.open(key);
  deps.cookie.set(ctx, secret, longest_ms);
  await note(ctx, deps, actor, 'signInToConsole');
  const session = await deps.sessions.present(secret);
  if (!session) throw ended();
  return session;
}

async function signOut(ctx: Context, deps: SessionDeps): Promise<void> {
  await endOf(ctx, deps);
  deps.cookie.clear(ctx);
  ctx.status = 204;
}

/** Ends the session that the browser has until now, if it has one. */
async function endOf(ctx: Context, deps: SessionDeps): Promise<void> {
  const actor = await deps.sessions.identify(deps.cookie.read(ctx) ?? '');
  if (!actor) return;
  await deps.sessions.end(actor);
  await note(ctx, deps, actor, 'signOutOfConsole');
}

async function note(ctx: Context, { audit }: SessionDeps, actor: ConsoleActor, action: string): Promise<void> {
  ctx.state.actor = actor;
  await audit.note(actor, { action, target: actor.session, address: ctx.ip, request_id: ctx.state.requestId });
}

function json(ctx: Context, status: number, value: ConsoleSession): void {
  ctx.status = status;
  ctx.body = JSON.stringify(value);
  ctx.type = 'application/json';
}

const ended = () => new ApiError('unauthenticated', 'You are not signed in, or your session has ended.');
