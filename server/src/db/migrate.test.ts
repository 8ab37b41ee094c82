import { setTimeout as sleep } from 'node:timers/promises';
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

test('whoever has to wait for a table that is in use keeps nobody waiting behind them, and goes on once it is free', async () => {
  const { knex } = database;
  await knex('migrations').where({ name: '031_ats_invitations' }).delete();
  await knex.raw('alter table ats_integrations drop column invitation_locale');
  const user = await knex.transaction();
  await user('ats_integrations').first();
  const migrating = migrate(knex);
  await sleep(300);
  const others = await Promise.race([knex('ats_integrations').first('id'), sleep(10_000, 'still waiting')]);
  await user.rollback();
  expect(others).toBeUndefined();
  expect(await migrating).toEqual(['031_ats_invitations']);
});
