import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';
import { Caller } from './support/caller.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const with_ = (key: string) => new Caller(api.url, { authorization: `Bearer ${key}` });

test('a key is shown once, and kept as a hash', async () => {
  const made = (await api.acme.secret.post('/api/keys', { name: 'CI' })).body;
  expect(made.key).toMatch(/^ilm_sk_test_[\w-]{40}$/);
  expect(made.key.startsWith(made.prefix)).toBe(true);
  const list = await api.acme.secret.get('/api/keys');
  expect(list.text).not.toContain(made.key);
  expect(list.body.data[0]).toMatchObject({ id: made.id, last_used_at: null });
  await with_(made.key).get('/api/keys');
  expect((await api.acme.secret.get('/api/keys?limit=1')).body.data[0].last_used_at).not.toBeNull();
  const rows = await api.backend.knex('api_keys').where({ id: made.id });
  expect(JSON.stringify(rows)).not.toContain(made.key);
});

test('a rolled key has an heir at once and works until the overlap ends', async () => {
  const old = (await api.acme.secret.post('/api/keys', { name: 'Server' })).body;
  const heir = (await api.acme.secret.post(`/api/keys/${old.id}/roll`, { overlap_ms: 1500 })).body;
  expect(heir).toMatchObject({ name: 'Server', kind: 'secret', expires_at: null });
  expect((await with_(old.key).get('/api/keys')).status).toBe(200);
  await expect.poll(async () => (await with_(old.key).get('/api/keys')).status, { timeout: 5000 }).toBe(401);
  expect((await with_(heir.key).get('/api/keys')).status).toBe(200);
});

test('a revoked key is refused at once, and another tenant can not revoke it', async () => {
  const { id, key } = (await api.acme.secret.post('/api/keys', { name: 'Leaked' })).body;
  expect((await api.globex.secret.delete(`/api/keys/${id}`)).status).toBe(404);
  expect((await api.acme.live.delete(`/api/keys/${id}`)).status).toBe(404);
  expect((await with_(key).get('/api/keys')).status).toBe(200);
  expect((await api.acme.secret.delete(`/api/keys/${id}`)).status).toBe(204);
  expect((await with_(key).get('/api/keys')).status).toBe(401);
  expect((await api.acme.secret.post(`/api/keys/${id}/roll`, {})).status).toBe(404);
});
