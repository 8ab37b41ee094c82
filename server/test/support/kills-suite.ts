import { afterAll, beforeAll, describe, test } from 'vitest';
import { seeded } from '@interviewlm/recording/testing';
import { createTestDatabase, type TestDatabase } from './database.js';
import { killableLocal, killableModal } from './killable.js';
import { surviveKills } from './recovery.js';

/** So many kills for each seed, on both providers. */
export function killsSuite(kills: number, seeds: readonly number[]): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  describe.each([
    ['local', killableLocal],
    ['modal, over its wire protocol', killableModal],
  ])('a sandbox that is killed at any moment loses nothing that was acknowledged: %s', (_, open) => {
    test.each(seeds)(`${kills} kills, seed %i`, { timeout: kills * 30_000 }, async (seed) => {
      const provider = await open();
      try {
        await surviveKills(database.knex, provider, seeded(seed), kills);
      } finally {
        await provider.close();
      }
    });
  });
}
