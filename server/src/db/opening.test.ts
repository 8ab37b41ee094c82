import { Socket } from 'node:net';
import createKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { addTenant } from '../../test/support/interview.js';
import { openDatabase } from './pool.js';
import { openedTransaction } from './opening.js';
import { withTenant } from './tenant-tx.js';

/** How often something was written to a socket of this process meanwhile. */
async function writesIn(work: () => Promise<unknown>): Promise<number> {
  const written = [vi.spyOn(Socket.prototype, '_write'), vi.spyOn(Socket.prototype, '_writev' as '_write')];
  try {
    await work();
    return written.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  } finally {
    vi.restoreAllMocks();
  }
}

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

test('what is asked at one time is sent in one write, and each has its own answer', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  await knex.raw('select 1');
  const together = await writesIn(() =>
    withTenant(knex, 'ten_x', async ({ sql }) => {
      const numbers = Array.from({ length: 20 }, (_, n) => n);
      const answers = await Promise.all(numbers.map((n) => sql.raw<{ rows: unknown[] }>('select ?::int as n', [n])));
      expect(answers.map(({ rows }) => rows)).toEqual(numbers.map((n) => [{ n }]));
    }),
  );
  // The opening, the twenty, the end.
  expect(together).toBe(3);
  await knex.destroy();
});

test('what is asked at one time is worked through in the order of asking, however deep and by whatever it was asked', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  await knex.raw('create table stepped as select 1 as n');
  const deep = async (sql: Knex) => (await (async () => sql.raw('update stepped set n = n + 1'))()) as unknown;
  for (const [start, end] of [
    [1, 23],
    [23, 243],
  ]) {
    expect(await knex('stepped').pluck('n')).toEqual([start]);
    await knex.transaction((sql) =>
      Promise.all([deep(sql), sql('stepped').update({ n: knex.raw('n * 10') }), sql.raw('update stepped set n = n + 3')]),
    );
    expect(await knex('stepped').pluck('n')).toEqual([end]);
  }
  await knex.destroy();
});

test('of what is asked at one time, one that fails is why nothing of it stays', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  await knex.raw('create table noted (n int primary key)');
  const note = (n: number) => (sql: Knex) => sql('noted').insert({ n });
  const failing = knex.transaction((sql) => Promise.all([note(1)(sql), note(2)(sql), note(1)(sql), note(3)(sql)]));
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await knex('noted').select('n')).toEqual([]);
  await knex.transaction((sql) => Promise.all([note(1)(sql), note(2)(sql)]));
  expect(await knex('noted').pluck('n')).toEqual([1, 2]);
  await knex.destroy();
});

test('a transaction whose connection breaks fails with all that was asked in it', async () => {
  const knex = openDatabase(database.url, { connections: 1 });
  const gone = knex.transaction((sql) =>
    Promise.all([
      sql.raw('select 1'),
      sql.raw('select pg_terminate_backend(pg_backend_pid())'),
      sql.raw('select pg_sleep(60)'),
      sql.raw('select 2'),
    ]),
  );
  await expect(gone).rejects.toThrow();
  expect((await knex.raw<{ rows: unknown[] }>('select 3 as n')).rows).toEqual([{ n: 3 }]);
  await knex.destroy();
});

test('a pool that would leave the opening out is refused', async () => {
  const other = createKnex({ client: 'pg', connection: database.url });
  await expect(withTenant(other, 'ten_x', () => Promise.resolve())).rejects.toThrow('openDatabase');
  await other.destroy();
  const inside = database.knex.transaction((sql) => withTenant(sql, 'ten_x', () => Promise.resolve()));
  await expect(inside).rejects.toThrow('openDatabase');
});
