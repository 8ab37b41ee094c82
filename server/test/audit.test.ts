import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi } from './support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const log = async (query = '') => (await api.acme.secret.get(`/api/audit-log${query}`)).body.data as Record<string, any>[];

test('who made, rolled and revoked a key is told, with the key that they used', async () => {
  const made = await api.acme.secret.post('/api/keys', { name: 'CI' });
  const heir = await api.acme.secret.post(`/api/keys/${made.body.id}/roll`, {});
  await api.acme.secret.delete(`/api/keys/${heir.body.id}`);
  const [revoked, rolled, created] = await log();
  expect(created).toMatchObject({ action: 'createKey', target: made.body.id, actor: { kind: 'secret' }, address: '127.0.0.1' });
  expect(created?.['request_id']).toBe(made.headers.get('request-id'));
  expect(rolled).toMatchObject({ action: 'rollKey', target: made.body.id });
  expect(revoked).toMatchObject({ action: 'revokeKey', target: heir.body.id });
  expect(await log(`?target=${made.body.id}`)).toHaveLength(2);
  expect(await log(`?actor=${created?.['actor'].id}&action=revokeKey`)).toHaveLength(1);
  expect(await log(`?to=${created?.['at']}`)).toEqual([]);
});

test('what was refused, read or repeated, and what a candidate does, is not noted; what is exported is', async () => {
  const { id, candidate } = await api.acme.createInterview();
  const before = (await log('?limit=100')).length;
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: '// mine' });
  await candidate.post(`/api/interview/${id}/submit`);
  await api.acme.secret.get(`/api/interview/${id}`);
  await api.globex.secret.delete(`/api/keys/key_${'0'.repeat(26)}`);
  const headers = { 'idempotency-key': 'once' };
  await api.acme.secret.post('/api/keys', { name: 'Once' }, headers);
  await api.acme.secret.post('/api/keys', { name: 'Once' }, headers);
  await api.acme.secret.get(`/api/interview/${id}/export`);
  const after = await log('?limit=100');
  expect(after.length - before).toBe(2);
  expect(after.slice(0, 2).map(({ action }) => action as string)).toEqual(['exportInterview', 'createKey']);
  expect((await api.globex.secret.get('/api/audit-log')).body.data).toEqual([]);
});

test('an entry can not be changed or removed, by anything that the API may do', async () => {
  const { knex } = api.backend;
  for (const work of ['delete', 'update'] as const)
    await expect(
      withTenant(knex, api.acme.id, ({ sql }) =>
        work === 'delete' ? sql('audit_log').delete() : sql('audit_log').update({ action: 'x' }),
      ),
    ).rejects.toThrow(/permission denied/);
});

test('answers say what is left of the limit, which is kept where every process finds it', async () => {
  const answer = await api.acme.secret.get('/api/keys');
  expect(answer.headers.get('ratelimit-policy')).toBe('"key";q=1000;w=5');
  expect(answer.headers.get('ratelimit')).toMatch(/^"key";r=\d{3};t=0$/);
  const [row] = await api.backend.knex('rate_buckets').count<{ count: number }[]>('* as count');
  expect(row?.count).toBeGreaterThan(0);
});
