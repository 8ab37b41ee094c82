import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.js';
import { fuzz } from '../support/fuzz.js';
import { fuzzedThings } from '../support/fuzzed-things.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test.each([1, 2, 3])('2,000 generated requests, seed %i: no 5xx, and no answer that the document does not allow', async (seed) => {
  const { sent, statuses, problems } = await fuzz(api, await fuzzedThings(api), 2000, seed);
  expect(problems.slice(0, 10), JSON.stringify(statuses)).toEqual([]);
  expect(sent).toBe(2000);
});
