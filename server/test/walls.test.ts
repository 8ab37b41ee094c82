import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenant } from '../src/db/tenant-tx.js';
import { withoutTenant } from '../src/db/without-tenant.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { signIn } from './support/console.js';

let api: TestApi;
let mine: TestInterview;
beforeAll(async () => {
  api = await startTestApi();
  mine = await api.acme.createInterview();
  await mine.candidate.put(`/api/interview/${mine.id}/files/sum.js`, { content: '// mine' });
  await mine.candidate.post(`/api/interview/${mine.id}/chat`, { message: 'Hello' });
  await mine.candidate.post(`/api/interview/${mine.id}/submit`);
  await signIn(api.url, api.acme.secret);
  await api.acme.secret.made('/api/members', { email: 'grace@acme.example', role: 'viewer' });
  await api.backend.services.members.admitDomain({ tenant: api.acme.id, mode: 'test' }, 'acme.example', 'viewer');
});
afterAll(() => api.close());

const tables = async (partitions = false) => {
  const { rows } = await api.backend.knex.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relispartition = ? and a.attname = 'tenant_id' order by 1`,
    [partitions],
  );
  return rows.map(({ name }) => name);
};

test('PostgreSQL itself shows a tenant nothing of another, in any table, and lets it change nothing', async () => {
  const names = await tables();
  expect(names.length).toBeGreaterThanOrEqual(16);
  for (const table of names) {
    const seen = await withTenant(api.backend.knex, api.globex.id, (tx) => tx.sql(table).where({ tenant_id: api.acme.id }));
    expect(seen, table).toEqual([]);
    const deletion = withTenant(api.backend.knex, api.globex.id, (tx) => tx.sql(table).where({ tenant_id: api.acme.id }).delete());
    // From some tables nobody removes anything at all.
    const deleted = await deletion.catch(String);
    expect(deleted === 0 || String(deleted).includes('permission denied'), `${table}: ${deleted}`).toBe(true);
  }
  expect(await withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql('reports'))).toHaveLength(1);
  expect(await withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql('console_sessions'))).toHaveLength(1);
  for (const table of ['console_members', 'console_domains'])
    expect(await withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql(table))).toHaveLength(1);
  for (const partition of await tables(true))
    await expect(
      withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql(partition)),
      partition,
    ).rejects.toThrow(/permission denied/);
});

test('no row can be made for another tenant, nor hang on a row of another', async () => {
  const insert = (tenant_id: string) =>
    withTenant(api.backend.knex, api.globex.id, (tx) =>
      tx.sql('answers').insert({ tenant_id, interview_id: mine.id, question_id: 'q', index: 9, files: '[]' }),
    );
  await expect(insert(api.acme.id)).rejects.toThrow(/row-level security/);
  await expect(insert(api.globex.id)).rejects.toThrow(/foreign key/);
});

test('without a tenant nothing is visible, and the role can not get out of its wall', async () => {
  expect(await withoutTenant(api.backend.knex, 'select * from api_keys', [])).toEqual([]);
  await expect(
    withTenant(api.backend.knex, api.globex.id, (tx) => tx.sql.raw('alter table api_keys disable row level security')),
  ).rejects.toThrow(/owner/);
  await expect(withTenant(api.backend.knex, api.globex.id, (tx) => tx.sql('tenants').insert({ id: 'ten_x', name: 'x' }))).rejects.toThrow(
    /permission denied/,
  );
});

test('the other mode is another world', async () => {
  expect((await api.acme.live.get('/api/interview')).body.data).toEqual([]);
  expect((await api.acme.live.get(`/api/interview/${mine.id}`)).status).toBe(404);
  expect(
    (await api.acme.live.post('/api/interview', { assessment: api.acme.assessment, candidate: { name: 'A', email: 'a@example.com' } }))
      .status,
  ).toBe(404);
  const kinds = (await api.acme.live.get('/api/keys')).body.data.map(({ mode }: { mode: string }) => mode);
  expect(new Set(kinds)).toEqual(new Set(['live']));
});
