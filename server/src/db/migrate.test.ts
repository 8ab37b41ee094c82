import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { isMigrated, migrate } from './migrate.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a second run applies nothing', async () => {
  expect(await migrate(database.knex)).toEqual([]);
  expect(await isMigrated(database.knex)).toBe(true);
});

test('processes that start together apply each migration once', async () => {
  await database.knex.raw('drop schema public cascade; create schema public');
  expect(await isMigrated(database.knex)).toBe(false);
  const applied = await Promise.all([migrate(database.knex), migrate(database.knex), migrate(database.knex)]);
  expect(applied.flat()).toEqual(['001_start']);
});
