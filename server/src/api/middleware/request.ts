import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { apiVersion, versionHeader } from '@interviewlm/protocol';
import type { Meters, Tracing } from '../../services/telemetry/port.js';
import type { Middleware } from '../context.js';

/** One for all: an error that is made for each request, with its stack, costs more than the rest of this station. */
const left = new DOMException('The client is gone', 'AbortError');

export interface RequestOptions {
  readonly log: Logger;
  /** Ends every stream when it aborts. */
  readonly stopping: AbortSignal;
  /** Once it aborts, connections aren't kept after their answer: who sends requests on them finds another server. */
  readonly draining: AbortSignal;
  readonly meters: Meters;
  readonly tracing: Tracing;
}

/**
 * Gives a request its id and its signal, and writes one line about it when it is over: method, route, status and time.
 * Never a header, a body or a query: those hold credentials and candidates' words.
 */
export function request({ log, stopping, draining, meters, tracing }: RequestOptions): Middleware {
  return async (ctx, next) => {
    const started = performance.now();
    const gone = new AbortController();
    ctx.res.once('close', () => gone.abort(left));
    ctx.state.requestId = randomUUID();
    ctx.state.log = log.child({ request_id: ctx.state.requestId });
    ctx.state.signal = AbortSignal.any([gone.signal, stopping]);
    ctx.set('Request-Id', ctx.state.requestId);
    if (draining.aborted) ctx.set('Connection', 'close');
    ctx.set(versionHeader, apiVersion);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.res.once('close', () => {
      const { actor, route = 'none' } = ctx.state;
      const ms = Math.round(performance.now() - started);
      meters.answered({ method: methodOf(ctx.method), route, status: ctx.status, seconds: ms / 1000 });
      ctx.state.log[ctx.status >= 500 ? 'error' : 'info'](
        {
          method: ctx.method,
          route,
          status: ctx.status,
          ms,
          ...(actor && { tenant: actor.tenant, as: actor.kind }),
          ...(!ctx.res.writableFinished && { cut: true }),
        },
        'request',
      );
    });
    await tracing.serve(methodOf(ctx.method), ctx.headers, async (span) => {
      await next();
      if (ctx.type === 'text/event-stream' && !ctx.res.destroyed) ctx.res.once('close', meters.opened('stream'));
      const { route = 'none' } = ctx.state;
      const known = { 'http.request.method': methodOf(ctx.method), 'http.route': route, 'http.response.status_code': ctx.status };
      span.note({ ...known, 'interviewlm.request_id': ctx.state.requestId }, `${methodOf(ctx.method)} ${route}`);
    });
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
/** Whatever else somebody may send would be one more name each. */
const methodOf = (method: string) => (methods.has(method) ? method : 'other');
