import { apiVersion } from '@interviewlm/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  const heir = (await api.acme.secret.post(`/api/keys/${old.id}/roll`, { overlap_ms: 3000 })).body;
  expect(heir).toMatchObject({ name: 'Server', kind: 'secret', expires_at: null });
  expect((await with_(old.key).get('/api/keys')).status).toBe(200);
  await expect.poll(async () => (await with_(old.key).get('/api/keys')).status).toBe(401);
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

describe('scopes', () => {
  const make = (body: object) => api.acme.secret.made('/api/keys', { name: 'Limited', ...body });

  test('a key does what its scopes allow and nothing else', async () => {
    const made = await make({ scopes: ['interviews:read', 'usage:read'] });
    expect(made.scopes).toEqual(['interviews:read', 'usage:read']);
    const limited = with_(made.key);
    expect((await limited.get('/api/interview')).status).toBe(200);
    expect((await limited.get('/api/usage')).status).toBe(200);
    const refused = await limited.post('/api/interview', {
      assessment: api.acme.assessment,
      candidate: { name: 'A', email: 'a@b.example' },
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden', missing_scope: 'interviews:write' } });
    expect((await limited.get('/api/keys')).body.missing_scope).toBe('keys:read');
  });

  test('no key hands on what it does not have, neither by making nor by rolling', async () => {
    const { key } = await make({ scopes: ['keys:read', 'keys:write', 'usage:read'] });
    const limited = with_(key);
    for (const scopes of [null, ['interviews:read'], ['usage:read', 'keys:write', 'webhooks:write']])
      expect((await limited.post('/api/keys', { name: 'More', scopes })).status, JSON.stringify(scopes)).toBe(403);
    expect((await limited.post('/api/keys', { name: 'Less', scopes: ['usage:read'] })).status).toBe(201);
    const whole = await make({});
    expect((await limited.post(`/api/keys/${whole.id}/roll`, {})).status).toBe(403);
    const less = await make({ scopes: ['usage:read'] });
    expect((await limited.post(`/api/keys/${less.id}/roll`, {})).body.scopes).toEqual(['usage:read']);
  });

  test('a page’s key has none', async () => {
    const answer = await api.acme.secret.post('/api/keys', { name: 'Page', kind: 'publishable', scopes: ['usage:read'] });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'body.scopes' }] } });
  });
});

test('to roll a key again never prolongs the life of the old one', async () => {
  const old = (await api.acme.secret.post('/api/keys', { name: 'Server' })).body;
  await api.acme.secret.made(`/api/keys/${old.id}/roll`, { overlap_ms: 0 });
  await api.acme.secret.made(`/api/keys/${old.id}/roll`, { overlap_ms: 600_000 });
  expect((await with_(old.key).get('/api/keys')).status).toBe(401);
});

describe('the version', () => {
  const versioned = (version: string) => api.acme.secret.get('/api/keys', { 'interviewlm-version': version });

  test('is the one that was asked for, else the one that the key pins, and the answer says which', async () => {
    expect((await versioned(apiVersion)).headers.get('interviewlm-version')).toBe(apiVersion);
    const pinned = await api.acme.secret.made('/api/keys', { name: 'Pinned', api_version: apiVersion });
    expect(pinned.api_version).toBe(apiVersion);
    expect((await with_(pinned.key).get('/api/keys')).headers.get('interviewlm-version')).toBe(apiVersion);
  });

  test.each(['2019-01-01', 'newest', '2026-11-24, 2026-11-24'])('%s is unknown, and the header is named', async (version) => {
    expect(await versioned(version)).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.interviewlm-version' }] } });
  });
});
