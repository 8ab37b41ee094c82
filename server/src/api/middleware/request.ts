import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { apiVersion, versionHeader } from '@interviewlm/protocol';
import type { Middleware } from '../context.js';

/** One for all: an error that is made for each request, with its stack, costs more than the rest of this station. */
const left = new DOMException('The client is gone', 'AbortError');

/**
 * Gives a request its id and its signal, and writes one line about it when it is over: method, route, status and time.
 * Never a header, a body or a query: those hold credentials and candidates' words.
 */
export function request(log: Logger, stopping: AbortSignal): Middleware {
  return async (ctx, next) => {
    const started = performance.now();
    const gone = new AbortController();
    ctx.res.once('close', () => gone.abort(left));
    ctx.state.requestId = randomUUID();
    ctx.state.log = log.child({ request_id: ctx.state.requestId });
    ctx.state.signal = AbortSignal.any([gone.signal, stopping]);
    ctx.set('Request-Id', ctx.state.requestId);
    ctx.set(versionHeader, apiVersion);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.res.once('close', () => {
      const { actor } = ctx.state;
      ctx.state.log[ctx.status >= 500 ? 'error' : 'info'](
        {
          method: ctx.method,
          route: ctx.state.route ?? 'none',
          status: ctx.status,
          ms: Math.round(performance.now() - started),
          ...(actor && { tenant: actor.tenant, as: actor.kind }),
          ...(!ctx.res.writableFinished && { cut: true }),
        },
        'request',
      );
    });
    await next();
  };
}
