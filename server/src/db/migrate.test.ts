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
  const applied = (await Promise.all([migrate(database.knex), migrate(database.knex), migrate(database.knex)])).flat();
  expect(applied[0]).toBe('001_start');
  expect(new Set(applied).size).toBe(applied.length);
  expect(await database.knex('migrations').orderBy('name').pluck('name')).toEqual(applied);
});
