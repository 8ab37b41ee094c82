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

// Many more kills: server/test/endurance/recovery.test.ts.
describe.each([
  ['local', killableLocal],
  ['modal, over its wire protocol', killableModal],
])('a sandbox that is killed at any moment loses nothing that was acknowledged: %s', (_, open) => {
  test('two kills', { timeout: 60_000 }, async () => {
    const provider = await open();
    try {
      await surviveKills(database.knex, provider, seeded(7), 2);
    } finally {
      await provider.close();
    }
  });
});
