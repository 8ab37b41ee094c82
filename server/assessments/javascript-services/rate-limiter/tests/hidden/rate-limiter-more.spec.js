import { beforeEach, describe, expect, test } from '@jest/globals';
import { RateLimiter } from './rate-limiter.js';

describe('RateLimiter, in depth', () => {
  let clock;
  const limiterOf = (limit, windowMs) => new RateLimiter({ limit, windowMs, now: () => clock });

  beforeEach(() => {
    clock = 0;
  });

  test('works at time 0', () => {
    const limiter = limiterOf(1, 10);
    expect(limiter.take('a').allowed).toBe(true);
    expect(limiter.take('a')).toEqual({ allowed: false, remaining: 0, retryAfterMs: 10 });
  });

  test('refused requests do not count', () => {
    const limiter = limiterOf(1, 100);
    limiter.take('a');
    for (clock = 1; clock < 100; clock += 1) expect(limiter.take('a').allowed).toBe(false);
    expect(limiter.take('a').allowed).toBe(true);
  });

  test('a burst at the end of one window and the start of the next is still too much', () => {
    const limiter = limiterOf(3, 1000);
    clock = 990;
    for (let i = 0; i < 3; i += 1) limiter.take('a');
    clock = 1010;
    expect(limiter.take('a')).toEqual({ allowed: false, remaining: 0, retryAfterMs: 980 });
  });

  test.each(['__proto__', 'constructor', 'toString', ''])('%j is a client like any other', (client) => {
    const limiter = limiterOf(1, 100);
    expect(limiter.take(client).allowed).toBe(true);
    expect(limiter.take(client).allowed).toBe(false);
    expect(limiter.size).toBe(1);
  });

  test.each([
    { limit: 0, windowMs: 100 },
    { limit: -1, windowMs: 100 },
    { limit: 1.5, windowMs: 100 },
    { limit: 1, windowMs: 0 },
    { limit: NaN, windowMs: 100 },
    { limit: 1, windowMs: Infinity },
  ])('refuses limit $limit and window $windowMs', (options) => {
    expect(() => new RateLimiter(options)).toThrow(RangeError);
  });

  test('a client that comes back is remembered once, and forgotten by its latest request', () => {
    const limiter = limiterOf(5, 100);
    limiter.take('a');
    limiter.take('b');
    clock = 60;
    limiter.take('a');
    clock = 100;
    limiter.take('c');
    expect(limiter.size).toBe(2);
    clock = 160;
    limiter.take('d');
    expect(limiter.size).toBe(2);
  });

  test('a client that is refused is not forgotten too early', () => {
    const limiter = limiterOf(1, 100);
    limiter.take('a');
    clock = 99;
    limiter.take('a');
    expect(limiter.size).toBe(1);
    clock = 100;
    expect(limiter.take('a').allowed).toBe(true);
  });

  // Work that grows with the limit, or with the number of clients, would end at the time limit of the whole run, on any machine.
  test('a large limit stays fast', () => {
    const limiter = limiterOf(100_000, 1_000_000);
    for (clock = 0; clock < 400_000; clock += 1) limiter.take('a');
    expect(limiter.take('a').allowed).toBe(false);
  });

  test('many clients stay fast', () => {
    const limiter = limiterOf(2, 30_000);
    for (clock = 0; clock < 90_000; clock += 1) limiter.take(`client ${clock}`);
    expect(limiter.size).toBe(30_000);
  });
});
