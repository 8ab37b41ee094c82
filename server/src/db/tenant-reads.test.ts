import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { addTenant } from '../../test/support/interview.js';
import { openDatabase } from './pool.js';
import { tenantReads } from './tenant-reads.js';
import { withTenant } from './tenant-tx.js';

let database: TestDatabase;
let [mine, other] = ['', ''];

beforeAll(async () => {
  database = await createTestDatabase();
  [mine, other] = [await addTenant(database.knex), await addTenant(database.knex)];
});
afterAll(() => database.close());

/** One connection, so that each statement comes after the others on the same one. */
async function onOneConnection<T>(work: (knex: TestDatabase['knex']) => Promise<T>): Promise<T> {
  const knex = openDatabase(database.url, { connections: 1 });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

test('a read sees one tenant alone, whoever asked before on the same connection', () =>
  onOneConnection(async (knex) => {
    for (const tenant of [mine, other, mine, other]) {
      expect(await tenantReads(knex, tenant).sql('tenants').select('id')).toEqual([{ id: tenant }]);
      expect((await tenantReads(knex, tenant).sql.raw('select id from tenants where id <> ?', ['x'])).rows).toEqual([{ id: tenant }]);
    }
    expect(await tenantReads(knex, 'ten_nobody').sql('tenants').select('id')).toEqual([]);
  }));

test('many tenants at once on one connection are not mixed', () =>
  onOneConnection(async (knex) => {
    const asked = Array.from({ length: 60 }, (_, index) => [mine, other, 'ten_nobody'][index % 3] ?? '');
    const answers = await Promise.all(asked.map((tenant) => tenantReads(knex, tenant).sql('tenants').select('id')));
    expect(answers).toEqual(asked.map((tenant) => (tenant === 'ten_nobody' ? [] : [{ id: tenant }])));
  }));

test('the walls end with the answer: what comes next on the connection is the owner again, and may write', () =>
  onOneConnection(async (knex) => {
    await tenantReads(knex, mine).sql('tenants').select('id');
    const { rows } = await knex.raw(`select current_user = session_user as owner, current_setting('app.tenant', true) as tenant`);
    expect(rows).toEqual([{ owner: true, tenant: '' }]);
    await expect(knex('tenants').where({ id: mine }).update({ name: 'Renamed' })).resolves.toBe(1);
  }));

test('nothing can be written, and there is no transaction to write in', () =>
  onOneConnection(async (knex) => {
    const { sql } = tenantReads(knex, mine);
    await expect(sql('tenants').where({ id: mine }).update({ name: 'Taken' })).rejects.toMatchObject({ code: '25006' });
    await expect(sql.raw('select id from tenants for update')).rejects.toMatchObject({ code: '25006' });
    expect(() => void sql.transaction(() => Promise.resolve())).toThrow('One message has no transaction');
    expect(await sql('tenants').select('name')).not.toEqual([{ name: 'Taken' }]);
  }));

test('an error leaves nothing behind: the same connection answers the next one, reading or writing', () =>
  onOneConnection(async (knex) => {
    const { sql } = tenantReads(knex, mine);
    for (let turn = 0; turn < 2; turn++) {
      await expect(sql.raw('select 1 / ?::int as broken', [0])).rejects.toMatchObject({ code: '22012' });
      await expect(sql.raw('select nothing from nowhere')).rejects.toMatchObject({ code: '42P01' });
      await expect(sql.raw('select ?::int', ['no number'])).rejects.toMatchObject({ code: '22P02' });
      expect(await sql('tenants').select('id')).toEqual([{ id: mine }]);
    }
    expect(await withTenant(knex, other, (tx) => tx.sql('tenants').select('id'))).toEqual([{ id: other }]);
  }));

test('a table that changes under a kept statement, and a server that forgot it, are asked anew', () =>
  onOneConnection(async (knex) => {
    const { sql } = tenantReads(knex, mine);
    const read = () => sql.raw('select * from tenants').then(({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id));
    expect(await read()).toEqual([mine]);
    await knex.raw('alter table tenants add column added_later int');
    expect(await read()).toEqual([mine]);
    await knex.raw('deallocate all');
    expect(await read()).toEqual([mine]);
  }));

test('more statements than are kept are answered as well', async () => {
  const { sql } = tenantReads(database.knex, mine);
  const answers = await Promise.all(Array.from({ length: 150 }, (_, n) => sql.raw(`select ${n}::int as n, id from tenants`)));
  expect(answers.map(({ rows }) => rows)).toEqual(Array.from({ length: 150 }, (_, n) => [{ n, id: mine }]));
});
