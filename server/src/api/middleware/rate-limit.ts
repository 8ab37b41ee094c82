import type { Rate, RateLimiter, Verdict } from '../../services/limits/index.js';
import { ApiError } from '../../errors.js';
import type { Context } from '../context.js';

/** Counts the request against `who`, and says so in the headers. 429 `rate_limited`. */
export async function limit(ctx: Context, limiter: RateLimiter, rate: Rate, who: string): Promise<void> {
  const verdict = await limiter.take(rate, who);
  ctx.set(rateHeaders(rate, verdict));
  if (!verdict.allowed) throw tooMany(rate, verdict);
}

/** The same for what is counted within a handler: its headers are seen when it refuses. */
export async function spend(limiter: RateLimiter, rate: Rate, who: string): Promise<void> {
  const verdict = await limiter.take(rate, who);
  if (!verdict.allowed) throw tooMany(rate, verdict);
}

function rateHeaders({ name, burst, perSecond }: Rate, { left, wait_s }: Verdict): Record<string, string> {
  const window = Math.max(1, Math.ceil(burst / perSecond));
  return { 'RateLimit-Policy': `"${name}";q=${burst};w=${window}`, RateLimit: `"${name}";r=${left};t=${wait_s}` };
}

function tooMany(rate: Rate, verdict: Verdict): ApiError {
  const { wait_s } = verdict;
  return new ApiError('rate_limited', `Wait ${wait_s} s before the next request.`, {
    retry_after: wait_s,
    headers: { ...rateHeaders(rate, verdict), 'Retry-After': String(wait_s) },
  });
}
