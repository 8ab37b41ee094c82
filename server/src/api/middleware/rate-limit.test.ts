import { expect, test } from 'vitest';
import { RateLimiter, type Rate } from './rate-limit.js';

const rate: Rate = { name: 'r', burst: 3, perSecond: 2 };

function limiterAt() {
  const clock = { ms: 0 };
  return { clock, limiter: new RateLimiter(() => clock.ms) };
}

test('a burst is taken at once, then as many as come back each second', () => {
  const { clock, limiter } = limiterAt();
  const take = () => limiter.take(rate, 'a').allowed;
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  clock.ms = 500;
  expect([take(), take()]).toEqual([true, false]);
  clock.ms = 60_000;
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
});

test('a refusal costs nothing and tells how long to wait', () => {
  const { limiter } = limiterAt();
  for (let i = 0; i < 3; i++) limiter.take(rate, 'a');
  for (let i = 0; i < 5; i++) expect(limiter.take(rate, 'a')).toEqual({ allowed: false, left: 0, wait_s: 1 });
  expect(limiter.take(rate, 'b').allowed).toBe(true);
});
