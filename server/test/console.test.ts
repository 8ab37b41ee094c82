import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConsoleSession } from '@interviewlm/protocol';
import { ConsoleCookie } from '../src/api/console/cookie.js';
import { startTestApi, type TestApi } from './support/api.js';
import type { Caller } from './support/caller.js';
import { consolePage, signIn } from './support/console.js';
import { requestFrom } from './support/request-from.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const keyOf = ({ headers }: Caller) => headers['authorization']?.slice('Bearer '.length) ?? '';
const inDatabase = (sql: string, values: string[] = []) => api.backend.knex.raw(sql, values);
const idOf = async (page: Caller): Promise<string> => (await page.get('/console/session')).body.id;

describe('a session', () => {
  test('is opened with a secret key, and then does what the key does, in its tenant and mode', async () => {
    const page = await signIn(api.url, api.acme.secret);
    const { body } = await page.get('/console/session');
    expect(ConsoleSession.parse(body)).toMatchObject({ tenant: { id: api.acme.id, name: 'Acme' }, mode: 'test', scopes: null });
    const made = await page.post('/api/interview', { assessment: api.acme.assessment, candidate: { name: 'Ada', email: 'a@example.com' } });
    expect(made.status).toBe(201);
    expect((await page.get('/api/interview')).body.data.map(({ id }: { id: string }) => id)).toContain(made.body.id);
    const stranger = await signIn(api.url, api.globex.secret);
    expect((await stranger.get(`/api/interview/${made.body.id}`)).status).toBe(404);
    const live = await signIn(api.url, api.acme.live);
    expect((await live.get('/api/interview')).body.data).toEqual([]);
  });

  test('has the scopes of its key, and makes no key that may do more', async () => {
    const { key } = await api.acme.secret.made('/api/keys', { name: 'Reads', scopes: ['interviews:read', 'keys:write'] });
    const page = await signIn(api.url, api.acme.secret.with({ authorization: `Bearer ${key}` }));
    expect((await page.get('/api/interview')).status).toBe(200);
    expect((await page.get('/api/audit-log')).body.code).toBe('forbidden');
    expect((await page.post('/api/keys', { name: 'More' })).body.code).toBe('forbidden');
  });

  test('is a cookie that no script reads, and only its hash is stored', async () => {
    const answer = await consolePage(api.url).post('/console/session', { key: keyOf(api.acme.secret) });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^ilm_console=[\w-]{40}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.text).not.toContain(cookie.slice('ilm_console='.length).split(';')[0]);
    const { rows } = await inDatabase('select * from console_sessions');
    expect(JSON.stringify(rows)).not.toContain(keyOf(api.acme.secret));
    expect(rows.every(({ hash }: { hash: Buffer }) => hash.length === 32)).toBe(true);
    expect(api.logged()).not.toContain(cookie.slice('ilm_console='.length, 40));
  });

  test('over TLS only ever goes to this very host', () => {
    const set: string[] = [];
    new ConsoleCookie('https://interviews.example.com').set(
      { append: (_name: string, value: string | string[]) => void set.push(String(value)) },
      'x',
      1000,
    );
    expect(set).toEqual(['__Host-ilm_console=x; Max-Age=1; Path=/; HttpOnly; SameSite=Strict; Secure']);
  });

  test('ends when it is signed out of, everywhere the cookie may still be', async () => {
    const page = await signIn(api.url, api.acme.secret);
    const left = await page.delete('/console/session');
    expect([left.status, left.headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^ilm_console=; Max-Age=0;/)]);
    expect((await page.get('/api/interview')).body.code).toBe('unauthenticated');
    expect((await page.get('/console/session')).status).toBe(204);
  });

  test('ends with its key: revoked, or rolled and over', async () => {
    for (const end of ['delete', 'roll'] as const) {
      const { id, key } = await api.acme.secret.made('/api/keys', { name: 'Console' });
      const page = await signIn(api.url, api.acme.secret.with({ authorization: `Bearer ${key}` }));
      expect((await page.get('/api/keys')).status).toBe(200);
      if (end === 'delete') await page.delete(`/api/keys/${id}`);
      else await page.post(`/api/keys/${id}/roll`, { overlap_ms: 0 });
      expect((await page.get('/api/keys')).body.code).toBe('unauthenticated');
    }
  });

  test('is put off by use, never past its end, and is over when it was not used', async () => {
    const page = await signIn(api.url, api.acme.secret);
    const id = await idOf(page);
    const idleAt = async () => new Date((await page.get('/console/session')).body.idle_at).getTime();
    await inDatabase(`update console_sessions set idle_at = now() + interval '1 minute' where id = ?`, [id]);
    await page.get('/api/keys');
    expect(await idleAt()).toBeGreaterThan(Date.now() + 115 * 60_000);
    await inDatabase(
      `update console_sessions set expires_at = now() + interval '5 minutes', idle_at = now() + interval '1 minute' where id = ?`,
      [id],
    );
    await page.get('/api/keys');
    expect(await idleAt()).toBeLessThan(Date.now() + 5 * 60_000);
    await inDatabase(`update console_sessions set idle_at = now() where id = ?`, [id]);
    expect((await page.get('/api/keys')).body.code).toBe('unauthenticated');
    await api.backend.services.consoleSessions.sweep();
    expect((await inDatabase('select 1 from console_sessions where id = ?', [id])).rows).toEqual([]);
  });

  test('is in the audit log, in and out, as what it changed is', async () => {
    const page = await signIn(api.url, api.acme.secret);
    const id = await idOf(page);
    await page.delete('/console/session');
    const { body } = await api.acme.secret.get(`/api/audit-log?target=${id}`);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['signOutOfConsole', 'signInToConsole']);
  });
});

describe('signing in', () => {
  test('is refused for what is no secret key of ours', async () => {
    const refused = async (key: unknown) => (await consolePage(api.url).post('/console/session', { key })).body.code;
    expect(await refused(`ilm_sk_test_${'x'.repeat(40)}`)).toBe('unauthenticated');
    expect(await refused(keyOf(api.acme.page))).toBe('forbidden');
    expect(await refused(7)).toBe('invalid_request');
  });

  test('ends the session that the browser had', async () => {
    const first = await signIn(api.url, api.acme.secret);
    await first.post('/console/session', { key: keyOf(api.acme.live) });
    expect((await first.get('/api/keys')).status).toBe(401);
  });

  test('is heard 20 times from one address, right or wrong, and then slowly', async () => {
    const guess = (key: string) =>
      requestFrom('127.9.9.9', `${api.url}/console/session`, {
        method: 'POST',
        headers: { ...consolePage(api.url).headers, 'content-type': 'application/json' },
        body: JSON.stringify({ key }),
      });
    const answers = [];
    for (let n = 0; n < 20; n++) answers.push((await guess(`ilm_sk_test_${'y'.repeat(40)}`)).status);
    expect(answers).toEqual(Array(20).fill(401));
    expect((await guess(keyOf(api.acme.secret))).body.code).toBe('rate_limited');
  });
});

describe('a request with the cookie', () => {
  let page: Caller;
  beforeAll(async () => {
    page = await signIn(api.url, api.acme.secret);
  });

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another origin of the tenant’s list', { origin: 'https://acme.example', 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { origin: 'http://evil.127.0.0.1', 'sec-fetch-site': 'same-site' }],
    ['another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['the same host without TLS', { origin: 'https://127.0.0.1', 'sec-fetch-site': 'cross-site' }],
    ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['an image', { origin: '', 'sec-fetch-site': 'cross-site' }],
  ])('from %s is refused, to read and to change', async (_from, headers: Record<string, string>) => {
    const there = page.with(headers);
    for (const answer of [await there.get('/api/keys'), await there.post('/api/keys', { name: 'x' }), await there.get('/console/session')])
      expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed']);
    expect((await there.delete('/console/session')).status).toBe(403);
  });

  test('changes nothing without the header that a form can’t send, or without an origin', async () => {
    expect((await page.with({ 'interviewlm-console': '' }).post('/api/keys', { name: 'x' })).body.code).toBe('forbidden');
    expect((await page.with({ origin: '' }).post('/api/keys', { name: 'x' })).body.code).toBe('origin_not_allowed');
    expect((await page.with({ 'interviewlm-console': '' }).get('/api/keys')).status).toBe(200);
  });

  test('is never answered so that another origin could read it', async () => {
    expect((await page.get('/api/keys')).headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await page.send('OPTIONS', '/api/keys', undefined, {
      origin: 'https://acme.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'interviewlm-console',
    });
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).not.toContain('interviewlm-console');
    expect((await page.get('/console/session')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('gives way to a credential in the header', async () => {
    const both = page.with({ authorization: api.globex.secret.headers['authorization'] ?? '' });
    expect((await both.get('/api/tenant')).body.name).toBe('Globex');
  });
});

test('a tenant says from which origins its pages may call', async () => {
  const page = await signIn(api.url, api.globex.secret);
  const jobs = api.globex.page.with({ origin: 'https://jobs.globex.example' });
  const card = `/api/assessments/${api.globex.assessment}/card`;
  expect((await jobs.get(card)).body.code).toBe('origin_not_allowed');
  const origins = ['https://globex.example', 'https://jobs.globex.example'];
  expect((await page.put('/api/tenant/origins', { origins })).body).toMatchObject({ object: 'tenant', origins });
  expect((await jobs.get(card)).status).toBe(200);
  expect((await page.get('/api/tenant')).body.origins).toEqual(origins);
  for (const origin of ['https://*.globex.example', 'https://globex.example/', 'https://globex.example:99999', 'javascript:1'])
    expect((await page.put('/api/tenant/origins', { origins: [origin] })).status).toBe(400);
  expect((await api.acme.secret.get('/api/tenant')).body.origins).toEqual(['https://acme.example']);
});
