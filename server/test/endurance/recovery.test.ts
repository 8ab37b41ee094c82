import { afterAll, beforeAll, describe, test } from 'vitest';
import { seeded } from '@interviewlm/recording/testing';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { killableLocal, killableModal } from '../support/killable.js';
import { surviveKills } from '../support/recovery.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe.each([
  ['local', killableLocal],
  ['modal, over its wire protocol', killableModal],
])('a sandbox that is killed at any moment loses nothing that was acknowledged: %s', (_, open) => {
  test.each([1, 2, 3])('ten kills, seed %i', async (seed) => {
    const provider = await open();
    try {
      await surviveKills(database.knex, provider, seeded(seed), 10);
    } finally {
      await provider.close();
    }
  });
});
