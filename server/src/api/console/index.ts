import { NewConsoleSession, type ConsoleSession, type ConsoleSignIn, type ConsoleSignOut } from '@interviewlm/protocol';
import type { Audit } from '../../services/audit/index.js';
import { longest_ms, type ConsoleActor, type ConsoleSessions, type Opened } from '../../services/console/index.js';
import { signInPath, type SignIns } from '../../services/console/sign-ins.js';
import type { Keys } from '../../services/keys/index.js';
import type { RateLimiter } from '../../services/limits/index.js';
import { ApiError } from '../../errors.js';
import type { Context, Middleware } from '../context.js';
import { readJson } from '../middleware/body.js';
import { parseParts } from '../middleware/parse.js';
import { limit } from '../middleware/rate-limit.js';
import { signIns as signInRate } from '../rates.js';
import type { ConsoleCookie } from './cookie.js';
import { requireOwnPage } from './own-page.js';

/** What a request with a cookie is answered by. */
export interface Console {
  readonly sessions: ConsoleSessions;
  readonly cookie: ConsoleCookie;
  readonly publicUrl: string;
}

export interface SessionDeps extends Console {
  readonly keys: Pick<Keys, 'identify'>;
  readonly signIns: SignIns;
  /** Who has proven who they are, and has yet to choose. */
  readonly personCookie: ConsoleCookie;
  readonly limiter: RateLimiter;
  readonly audit: Pick<Audit, 'note'>;
}

const path = '/console/session';

/** Signs in (`POST`), tells who is signed in (`GET`) and signs out (`DELETE`). No other origin ever reads an answer. */
export function consoleSession(deps: SessionDeps): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path && ctx.path !== signInPath) {
      await next();
      return;
    }
    ctx.state.route = ctx.path;
    ctx.set('Cache-Control', 'no-store');
    requireOwnPage(ctx, deps.publicUrl);
    if (ctx.path === signInPath) {
      if (ctx.method !== 'GET') throw notAllowed('GET');
      json(ctx, 200, await waysIn(ctx, deps));
    } else if (ctx.method === 'GET') await current(ctx, deps);
    else if (ctx.method === 'POST') json(ctx, 201, await signIn(ctx, deps));
    else if (ctx.method === 'DELETE') await signOut(ctx, deps);
    else throw notAllowed('DELETE, GET, POST');
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

/** Puts the session in place of the one that the browser has until now, and notes it. */
export async function begin(ctx: Context, deps: SessionDeps, { secret, actor }: Opened): Promise<void> {
  await endOf(ctx, deps);
  deps.cookie.set(ctx, secret, longest_ms);
  deps.personCookie.clear(ctx);
  await note(ctx, deps, actor, 'signInToConsole');
}

/** Nobody is signed in: 204, since a page that only asks has done nothing wrong. */
async function current(ctx: Context, { sessions, cookie }: SessionDeps): Promise<void> {
  const session = await sessions.present(cookie.read(ctx) ?? '');
  if (session) json(ctx, 200, session);
  else ctx.status = 204;
}

async function waysIn(ctx: Context, deps: SessionDeps): Promise<ConsoleSignIn> {
  const known = await whoIs(ctx, deps);
  const choices = known && (await deps.signIns.choices(known.person));
  return { object: 'console_sign_in', people: deps.signIns.isOffered, choices };
}

/** The person who has just come from the provider, or who is signed in; `until` when they have to go there again. */
async function whoIs(ctx: Context, { sessions, cookie, personCookie, signIns }: SessionDeps) {
  const proven = signIns.proven(personCookie.read(ctx));
  return proven ? { person: proven, until: undefined } : sessions.personOf(cookie.read(ctx) ?? '');
}

async function signIn(ctx: Context, deps: SessionDeps): Promise<ConsoleSession> {
  await limit(ctx, deps.limiter, signInRate, ctx.ip);
  const [body] = parseParts([{ in: 'body', schema: NewConsoleSession, value: await readJson(ctx) }]) as [NewConsoleSession];
  const opened = 'key' in body ? await byKey(deps, body.key.trim()) : await byChoice(ctx, deps, body.member);
  await begin(ctx, deps, opened);
  const session = await deps.sessions.present(opened.secret);
  if (!session) throw ended();
  return session;
}

async function byKey({ keys, sessions }: SessionDeps, text: string): Promise<Opened> {
  const key = await keys.identify(text);
  if (!key) throw new ApiError('unauthenticated', 'This key is unknown, expired or revoked.');
  if (key.kind !== 'secret') throw new ApiError('forbidden', 'This is a publishable key, for pages. Sign in with a secret key: ilm_sk_…');
  return sessions.open(key);
}

async function byChoice(ctx: Context, deps: SessionDeps, member: string): Promise<Opened> {
  const known = await whoIs(ctx, deps);
  if (!known) throw new ApiError('unauthenticated', 'Sign in with your work account first.');
  const choice = (await deps.signIns.choices(known.person)).find((each) => each.member === member);
  const opened = choice && (await deps.sessions.openFor(known.person, choice, known.until));
  if (!opened) throw new ApiError('forbidden', 'You may not go there, or not any more.');
  return opened;
}

async function signOut(ctx: Context, deps: SessionDeps): Promise<void> {
  const actor = await endOf(ctx, deps);
  deps.cookie.clear(ctx);
  deps.personCookie.clear(ctx);
  const continue_at = actor?.person === undefined ? null : await endAtProvider(ctx, deps);
  if (continue_at === null) ctx.status = 204;
  else json(ctx, 200, { object: 'console_sign_out', continue_at });
}

/** Whoever signs out is signed out here, whether the provider can be reached or not. */
async function endAtProvider(ctx: Context, { signIns }: SessionDeps): Promise<string | null> {
  return signIns.endUrl().catch((err: unknown) => {
    ctx.state.log.warn({ err }, 'the OpenID provider was not asked where to sign out');
    return null;
  });
}

/** Ends the session that the browser has until now, if it has one. */
async function endOf(ctx: Context, deps: SessionDeps): Promise<ConsoleActor | null> {
  const actor = await deps.sessions.identify(deps.cookie.read(ctx) ?? '');
  if (!actor) return null;
  await deps.sessions.end(actor);
  await note(ctx, deps, actor, 'signOutOfConsole');
  return actor;
}

async function note(ctx: Context, { audit }: SessionDeps, actor: ConsoleActor, action: string): Promise<void> {
  ctx.state.actor = actor;
  await audit.note(actor, { action, target: actor.session, address: ctx.ip, request_id: ctx.state.requestId });
}

function json(ctx: Context, status: number, value: ConsoleSession | ConsoleSignIn | ConsoleSignOut): void {
  ctx.status = status;
  ctx.body = JSON.stringify(value);
  ctx.type = 'application/json';
}

const ended = () => new ApiError('unauthenticated', 'You are not signed in, or your session has ended.');
const notAllowed = (methods: string) => new ApiError('method_not_allowed', undefined, { headers: { Allow: methods } });
