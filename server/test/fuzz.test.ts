import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';
import { fuzz } from './support/fuzz.js';
import { fuzzedThings } from './support/fuzzed-things.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** `FUZZ_REQUESTS` and `FUZZ_SEED` ask for more or for others; the endurance suite sends thousands. */
const count = Number(process.env['FUZZ_REQUESTS'] ?? 400);
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test('no generated request is answered by 5xx, or by anything that the document does not allow', { timeout: 600_000 }, async () => {
  const { statuses, problems } = await fuzz(api, await fuzzedThings(api), count, seed);
  expect(problems.slice(0, 10), `${count} requests, seed ${seed}: ${JSON.stringify(statuses)}`).toEqual([]);
  // It would prove nothing if all were refused, or none.
  expect(Object.entries(statuses).filter(([status]) => Number(status) < 300).length).toBeGreaterThan(1);
  expect(statuses[400]).toBeGreaterThan(count / 20);
});
