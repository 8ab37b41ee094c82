import createKnex from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { addTenant } from '../../test/support/interview.js';
import { openDatabase } from './pool.js';
import { openedTransaction } from './opening.js';
import { withTenant } from './tenant-tx.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a transaction has its opening from its first statement on, and the next on the same connection has not', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  const settings = `select current_user as role, current_setting('app.tenant', true) as tenant`;
  const inside = await withTenant(knex, `it's "one"`, async ({ sql }) => (await sql.raw<{ rows: unknown[] }>(settings)).rows[0]);
  expect(inside).toEqual({ role: 'interviewlm_app', tenant: `it's "one"` });
  const { rows } = await knex.raw<{ rows: { role: string; tenant: string }[] }>(settings);
  expect(rows[0]?.role).not.toBe('interviewlm_app');
  expect(rows[0]?.tenant).toBe('');
  await knex.destroy();
});

test('an opening that fails runs nothing, and leaves a connection that is good', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  let ran = false;
  const failing = openedTransaction(knex, 'set local role nobody_has_this_name', async () => {
    ran = true;
    return Promise.resolve();
  });
  await expect(failing).rejects.toThrow('nobody_has_this_name');
  expect(ran).toBe(false);
  expect((await knex.raw<{ rows: unknown[] }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await knex.destroy();
});

test('what is asked often is planned once for each connection, for each role, and not when its answer could get other columns', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  const tenant = await addTenant(database.knex);
  const kept = async () => (await knex('pg_prepared_statements').pluck<string[]>('statement')).toSorted();
  const ask = (sql: string) => withTenant(knex, tenant, async (tx) => (await tx.sql.raw<{ rows: unknown[] }>(sql)).rows);
  for (let time = 0; time < 12; time++) {
    expect(await ask('select id from tenants')).toEqual([{ id: tenant }]);
    expect(await ask('select * from tenants')).toMatchObject([{ id: tenant }]);
  }
  expect(await kept()).toEqual(['select id from tenants']);
  await knex.raw('alter table tenants add column added_in_between int');
  expect(await ask('select id from tenants')).toEqual([{ id: tenant }]);
  expect(await ask('select * from tenants')).toMatchObject([{ added_in_between: null }]);
  // The owner sees them all, by the same words.
  expect((await knex.raw<{ rows: unknown[] }>('select id from tenants')).rows.length).toBe(
    Number((await knex('tenants').count<{ count: number }[]>().first())?.count),
  );
  await knex.destroy();
});

test('a kept statement whose answer did change fails once', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  await knex.raw('create table counted (n int)');
  const ask = () => knex.transaction((sql) => sql('counted').select('n'));
  for (let time = 0; time < 12; time++) expect(await ask()).toEqual([]);
  await knex.raw('alter table counted alter column n type text');
  await expect(ask()).rejects.toMatchObject({ code: '0A000' });
  expect(await ask()).toEqual([]);
  await knex.destroy();
});

test('behind a pooler nothing is kept', async () => {
  const knex = openDatabase(database.url, { connections: 1, pooled: true });
  for (let time = 0; time < 12; time++) await knex('tenants').select('id');
  expect(await knex('pg_prepared_statements').pluck('statement')).toEqual([]);
  await knex.destroy();
});

test('a pool that would leave the opening out is refused', async () => {
  const other = createKnex({ client: 'pg', connection: database.url });
  await expect(withTenant(other, 'ten_x', () => Promise.resolve())).rejects.toThrow('openDatabase');
  await other.destroy();
  const inside = database.knex.transaction((sql) => withTenant(sql, 'ten_x', () => Promise.resolve()));
  await expect(inside).rejects.toThrow('openDatabase');
});
