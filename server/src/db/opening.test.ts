import createKnex from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
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

test('a pool that would leave the opening out is refused', async () => {
  const other = createKnex({ client: 'pg', connection: database.url });
  await expect(withTenant(other, 'ten_x', () => Promise.resolve())).rejects.toThrow('openDatabase');
  await other.destroy();
  const inside = database.knex.transaction((sql) => withTenant(sql, 'ten_x', () => Promise.resolve()));
  await expect(inside).rejects.toThrow('openDatabase');
});
