import { z } from 'zod';
import { IdentityError, type IdentityProblem } from '../../services/console/port.js';
import { callbackPath, patience_ms, signInPath } from '../../services/console/sign-ins.js';
import { ApiError } from '../../errors.js';
import type { Context, Middleware } from '../context.js';
import { limit } from '../middleware/rate-limit.js';
import { plainPage } from '../pages/plain.js';
import { signIns as signInRate, signInStarts } from '../rates.js';
import type { ConsoleCookie } from './cookie.js';
import { begin, type SessionDeps } from './index.js';

interface SignInPagesDeps extends SessionDeps {
  /** What is remembered while somebody is at the provider. */
  readonly flowCookie: ConsoleCookie;
}

const startPath = `${signInPath}/start`;
/** A page of the console; anything else is its first. */
const Page = z
  .string()
  .max(200)
  .regex(/^\/console(\/[\w/]*)?$/)
  .catch('/console');

/**
 * The way of a person to their OpenID provider and back. Both are addresses that a browser is sent to, not calls of our page: errors are
 * pages for people. Who comes back has a session where there is one tenant and world for them; else they choose in the console.
 */
export function signInPages(deps: SignInPagesDeps): Middleware {
  return async (ctx, next) => {
    if (!deps.signIns.isOffered || ctx.method !== 'GET' || (ctx.path !== startPath && ctx.path !== callbackPath)) {
      await next();
      return;
    }
    ctx.state.route = ctx.path;
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Referrer-Policy', 'no-referrer');
    try {
      await (ctx.path === startPath ? start(ctx, deps) : comeBack(ctx, deps));
    } catch (error) {
      refuse(ctx, error);
    }
  };
}

async function start(ctx: Context, { limiter, signIns, flowCookie }: SignInPagesDeps): Promise<void> {
  await limit(ctx, limiter, signInStarts, ctx.ip);
  const { url, flow } = await signIns.begin(Page.parse(ctx.query['to']));
  flowCookie.set(ctx, flow, patience_ms);
  seeOther(ctx, url);
}

async function comeBack(ctx: Context, deps: SignInPagesDeps): Promise<void> {
  const { limiter, signIns, sessions, flowCookie, personCookie } = deps;
  const flow = flowCookie.read(ctx);
  flowCookie.clear(ctx);
  await limit(ctx, limiter, signInRate, ctx.ip);
  const { person, to } = await signIns.finish(ctx.search, flow);
  const [only, ...more] = await signIns.admit(person);
  if (!only) {
    ctx.state.log.warn('somebody signed in at the OpenID provider who is no member');
    show(ctx, 403, 'Nobody has let you in yet', `You are ${person.email}. Ask an admin of your company to add this address as a member.`);
    return;
  }
  const opened = more.length === 0 ? await sessions.openFor(person, only) : null;
  if (opened) await begin(ctx, deps, opened);
  else personCookie.set(ctx, signIns.proof(person), patience_ms);
  seeOther(ctx, to);
}

function seeOther(ctx: Context, url: string): void {
  ctx.set('Location', url);
  ctx.body = null;
  ctx.status = 303;
}

const problems: Readonly<Record<IdentityProblem, readonly [status: number, heading: string, text: string]>> = {
  forgotten: [400, 'Start again', 'This sign-in was not begun in this browser, or it took longer than ten minutes.'],
  refused: [403, 'You were not signed in', 'Your company’s sign-in refused, or you left it. Nothing has changed here.'],
  expired: [400, 'That took too long', 'What your company’s sign-in gave us was used before, or is too old. Start again.'],
  unproven: [400, 'The answer could not be verified', 'What came back is not what was asked for, so nobody was signed in. Start again.'],
  unverified: [
    403,
    'Your e-mail address is not verified',
    'Your company’s sign-in does not say that your address is yours. Its administrator can change that.',
  ],
  unavailable: [
    503,
    'Signing in does not work right now',
    'Your company’s sign-in can’t be reached, or does not accept us. Try again later.',
  ],
};

function refuse(ctx: Context, error: unknown): void {
  if (error instanceof ApiError && error.code === 'rate_limited') {
    ctx.set(error.members.headers ?? {});
    show(ctx, error.status, 'Too many tries', error.message);
    return;
  }
  if (!(error instanceof IdentityError)) throw error;
  const { problem, message } = error;
  ctx.state.log.warn({ problem, detail: message }, 'a person was not signed in');
  show(ctx, ...problems[problem]);
}

function show(ctx: Context, status: number, heading: string, text: string): void {
  plainPage(ctx, { status, title: heading, text, action: '<a href="/console">Back to signing in</a>' });
}
