import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { createIdempotency } from '../idempotency/index.js';
import { RateLimiter, type Rate } from './index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const rate: Rate = { name: 'r', burst: 3, perSecond: 0.01 };
const limiter = () => new RateLimiter(database.knex);
const takes = async (from: RateLimiter, of: Rate, who: string, count: number) => {
  const verdicts = await Promise.all(Array.from({ length: count }, () => from.take(of, who)));
  return verdicts.filter(({ allowed }) => allowed).length;
};

test('two processes share a burst, however they ask', async () => {
  const [one, two] = [limiter(), limiter()];
  const allowed = await Promise.all([takes(one, rate, 'a', 5), takes(two, rate, 'a', 5)]);
  expect(allowed[0] + allowed[1]).toBe(3);
  expect(await one.take(rate, 'a')).toMatchObject({ allowed: false, left: 0, wait_s: 100 });
  expect(one.isSpent(rate, 'a')).toBe(true);
  expect(await takes(one, rate, 'b', 1)).toBe(1);
});

test('of a large limit nobody gets more than there is, and it is not asked for each', async () => {
  const large: Rate = { name: 'large', burst: 1000, perSecond: 0.001 };
  const [one, two] = [limiter(), limiter()];
  let asked = 0;
  database.knex.on('query', () => asked++);
  for (let i = 0; i < 700; i++) {
    await one.take(large, 'a');
    await two.take(large, 'a');
  }
  expect(asked).toBeLessThan(1400 / 10);
  const [{ tokens }] = await database.knex('rate_buckets').orderBy('full_at', 'desc').limit(1).select('tokens');
  expect(tokens).toBeLessThan(1);
  expect(await takes(one, large, 'a', 50)).toBe(0);
});

test('many who come at once get all that there is', async () => {
  const large: Rate = { name: 'rush', burst: 1000, perSecond: 0.001 };
  expect(await takes(limiter(), large, 'a', 980)).toBe(980);
});

test('tokens come back with time, and a full bucket is forgotten', async () => {
  const quick: Rate = { name: 'quick', burst: 1, perSecond: 20 };
  const one = limiter();
  expect(await takes(one, quick, 'a', 2)).toBe(1);
  await expect.poll(() => takes(one, quick, 'a', 1)).toBe(1);
  await database.knex('rate_buckets').update({ full_at: new Date(0) });
  await createIdempotency(database.knex, 'x', () => undefined).sweep();
  expect(await database.knex('rate_buckets')).toEqual([]);
});
