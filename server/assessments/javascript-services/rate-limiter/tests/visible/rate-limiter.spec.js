import { beforeEach, describe, expect, test } from '@jest/globals';
import { RateLimiter } from './rate-limiter.js';

describe('RateLimiter', () => {
  let clock;
  const limiterOf = (limit, windowMs) => new RateLimiter({ limit, windowMs, now: () => clock });

  beforeEach(() => {
    clock = 10_000;
  });

  test('lets requests pass up to the limit', () => {
    const limiter = limiterOf(2, 1000);
    expect(limiter.take('ada')).toEqual({ allowed: true, remaining: 1, retryAfterMs: 0 });
    expect(limiter.take('ada')).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
    expect(limiter.take('ada')).toEqual({ allowed: false, remaining: 0, retryAfterMs: 1000 });
  });

  test('the window slides', () => {
    const limiter = limiterOf(2, 1000);
    limiter.take('ada');
    clock += 600;
    limiter.take('ada');
    clock += 399;
    expect(limiter.take('ada')).toEqual({ allowed: false, remaining: 0, retryAfterMs: 1 });
    clock += 1;
    expect(limiter.take('ada')).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
    expect(limiter.take('ada').retryAfterMs).toBe(600);
  });

  test('clients do not affect each other', () => {
    const limiter = limiterOf(1, 1000);
    limiter.take('ada');
    expect(limiter.take('bob').allowed).toBe(true);
    expect(limiter.take('ada').allowed).toBe(false);
  });

  test('forgets clients that left the window', () => {
    const limiter = limiterOf(1, 1000);
    limiter.take('ada');
    limiter.take('bob');
    expect(limiter.size).toBe(2);
    clock += 1000;
    limiter.take('eve');
    expect(limiter.size).toBe(1);
  });
});
