import type { Problem } from '@interviewlm/protocol';
import knex from 'knex';
import { ApiError } from '../../errors.js';
import type { Context, Middleware } from '../context.js';

/** Turns what is thrown into an RFC 9457 problem document. What isn't an `ApiError` is ours: logged whole, told as `internal`. */
export const problems: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (thrown) {
    answerProblem(ctx, toApiError(ctx, thrown));
  }
};

/** The document itself, for answers that don't go through Koa (upgrades). */
export function problemOf(error: ApiError, requestId: string): Problem {
  const { headers: _headers, ...members } = error.members;
  return {
    type: `/docs/errors#${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    ...members,
    code: error.code,
    request_id: requestId,
  };
}

export function toApiError(ctx: Pick<Context, 'state'>, thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (ctx.state.signal.aborted) return new ApiError('shutting_down', undefined, {}, { cause: thrown });
  ctx.state.log.error({ err: thrown }, 'a request failed');
  // No connection to the database came free in time: nothing was done, and the same request may be sent again.
  if (thrown instanceof knex.KnexTimeoutError) return new ApiError('overloaded', undefined, { headers: { 'Retry-After': '5' } });
  return new ApiError('internal', undefined, {}, { cause: thrown });
}

function answerProblem(ctx: Context, error: ApiError): void {
  ctx.status = error.status;
  ctx.set(error.members.headers ?? {});
  if (error.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="interviewlm"');
  ctx.set('Cache-Control', 'no-store');
  ctx.body = JSON.stringify(problemOf(error, ctx.state.requestId));
  ctx.type = 'application/problem+json';
}
