import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { addInterview, addTenant } from '../../test/support/interview.js';
import { maintainPartitions } from './partitions.js';
import { withTenant } from './tenant-tx.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('months to come get their partitions, past ones that hold nothing lose theirs', async () => {
  const { knex } = database;
  // By the day that it was migrated on, which is another month where these tests run over the end of one.
  const migrated = await knex<{ applied_at: Date }>('migrations').orderBy('applied_at').first('applied_at');
  expect(await maintainPartitions(knex, migrated?.applied_at)).toEqual({ made: [], dropped: [] });
  await maintainPartitions(knex);
  const at = await addInterview(knex, await addTenant(knex));
  const row = {
    interview_id: at.interview,
    first_seq: 1,
    last_seq: 1,
    from_ms: 0,
    to_ms: 0,
    events: 1,
    types: '{}',
    payload: Buffer.of(1),
    sha256: Buffer.of(1),
  };
  await knex('event_segments').insert({ ...row, tenant_id: at.tenant });
  const { rows } = await knex.raw<{ rows: { name: string }[] }>('select distinct tableoid::regclass::text as name from event_segments');
  const held = `event_segments_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
  expect(rows).toEqual([{ name: held }]);

  const { made, dropped } = await maintainPartitions(knex, new Date(Date.UTC(2040, 0, 15)));
  expect(made).toEqual(['2039_12', '2040_01', '2040_02', '2040_03', '2040_04'].map((month) => `event_segments_${month}`));
  expect(dropped.length).toBe(4);
  expect(dropped).not.toContain(held);
  expect(await knex('event_segments').count()).toEqual([{ count: 1 }]);
});

test('no tenant reaches a partition but by the table and its wall', async () => {
  const { knex } = database;
  const other = await addTenant(knex);
  expect(await withTenant(knex, other, (tx) => tx.sql('event_segments').count())).toEqual([{ count: 0 }]);
  const [{ name } = { name: '' }] = (
    await knex.raw<{ rows: { name: string }[] }>(`select tableoid::regclass::text as name from event_segments`)
  ).rows;
  await expect(withTenant(knex, other, (tx) => tx.sql(name).first('payload'))).rejects.toThrow('permission denied');
});
