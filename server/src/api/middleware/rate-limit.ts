import { ApiError } from '../../errors.js';
import type { Context } from '../context.js';

export interface Rate {
  /** Named in the `RateLimit` headers. */
  readonly name: string;
  /** So many at once … */
  readonly burst: number;
  /** … and so many more each second. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** What a bucket said: how many are left, and the seconds until there is one again. */
export interface Verdict {
  readonly allowed: boolean;
  readonly left: number;
  readonly wait_s: number;
}

const mostBuckets = 50_000;

/** Token buckets in this process's memory. The least recently used go first when there are too many of them. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** What is left for `who`, without taking any of it. */
  peek(rate: Rate, who: string): number {
    const bucket = this.#buckets.get(keyOf(rate, who));
    return bucket ? Math.min(rate.burst, bucket.tokens + ((this.now() - bucket.at) / 1000) * rate.perSecond) : rate.burst;
  }

  take(rate: Rate, who: string): Verdict {
    const tokens = this.peek(rate, who);
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    const key = keyOf(rate, who);
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: left, at: this.now() });
    if (this.#buckets.size > mostBuckets) this.#forgetOldest();
    return { allowed, left: Math.floor(left), wait_s: Math.max(0, Math.ceil((1 - left) / rate.perSecond)) };
  }

  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}

const keyOf = (rate: Rate, who: string) => `${rate.name} ${who}`;

/** Counts the request against `who`, and says so in the headers. 429 `rate_limited`. */
export function limit(ctx: Context, limiter: RateLimiter, rate: Rate, who: string): void {
  const verdict = limiter.take(rate, who);
  const window = Math.max(1, Math.ceil(rate.burst / rate.perSecond));
  ctx.set('RateLimit-Policy', `"${rate.name}";q=${rate.burst};w=${window}`);
  ctx.set('RateLimit', `"${rate.name}";r=${verdict.left};t=${verdict.wait_s}`);
  if (!verdict.allowed) {
    throw new ApiError('rate_limited', `Wait ${verdict.wait_s} s before the next request.`, {
      retry_after: verdict.wait_s,
      headers: { 'Retry-After': String(verdict.wait_s) },
    });
  }
}
