import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { Caller } from './support/caller.js';

let api: TestApi;
let interview: TestInterview;
beforeAll(async () => {
  api = await startTestApi();
  interview = await api.acme.createInterview();
});
afterAll(() => api.close());

describe('a session token', () => {
  const claims = (overrides: object) => ({
    iss: 'interviewlm',
    sub: interview.id,
    ten: api.acme.id,
    role: 'candidate',
    mode: 'test',
    iat: now(),
    exp: now() + 600,
    ...overrides,
  });
  const now = () => Math.floor(Date.now() / 1000);
  const signed = (payload: object, secret: string) =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  const answerTo = async (token: string) =>
    (await new Caller(api.url, { authorization: `Bearer ${token}` }).get(`/api/interview/${interview.id}`)).body.code;

  test('that has run out says so', async () => {
    expect(await answerTo(await signed(claims({ iat: now() - 900, exp: now() - 60 }), api.sessionSecret))).toBe('token_expired');
  });

  test('that lives longer than 15 minutes, or that someone else made, is none', async () => {
    expect(await answerTo(await signed(claims({ iat: now() - 3600, exp: now() + 3600 }), api.sessionSecret))).toBe('token_expired');
    expect(await answerTo(await signed(claims({}), 'x'.repeat(48)))).toBe('unauthenticated');
    expect(await answerTo(await signed(claims({ role: 'secret' }), api.sessionSecret))).toBe('unauthenticated');
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    expect(await answerTo(`${encode({ alg: 'none' })}.${encode(claims({}))}.`)).toBe('unauthenticated');
  });
});

test('a secret key is also taken as the user name of HTTP Basic, and a publishable one is not', async () => {
  const basic = ({ headers }: Caller) =>
    new Caller(api.url, { authorization: `Basic ${Buffer.from(`${headers['authorization']?.slice(7)}:`).toString('base64')}` });
  expect((await basic(api.acme.secret).get('/api/keys')).status).toBe(200);
  expect((await basic(api.acme.page).get(`/api/assessments/${api.acme.assessment}/card`)).status).toBe(401);
});

test('a publishable key works on pages of the tenant’s origins alone', async () => {
  const card = `/api/assessments/${api.acme.assessment}/card`;
  const { origin: _origin, ...bare } = api.acme.page.headers;
  const from = (headers: Record<string, string>) => new Caller(api.url, { ...bare, ...headers }).get(card);
  expect((await from({})).body.code).toBe('origin_not_allowed');
  expect((await from({ origin: 'https://evil.example' })).body.code).toBe('origin_not_allowed');
  expect((await from({ origin: `${api.acme.origin}.evil.example` })).body.code).toBe('origin_not_allowed');
  expect((await from({ origin: api.acme.origin })).headers.get('access-control-allow-origin')).toBe(api.acme.origin);
  expect((await from({ origin: new URL(api.url).origin })).status).toBe(200);
});

test('a token in a page of an unknown origin is refused, and a preflight comes before all that', async () => {
  const page = interview.candidate.with({ origin: 'https://evil.example' });
  expect((await page.get(`/api/interview/${interview.id}`)).body.code).toBe('origin_not_allowed');
  const preflight = await api.anyone.send('OPTIONS', `/api/interview/${interview.id}`, undefined, {
    origin: api.acme.origin,
    'access-control-request-method': 'PUT',
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
});

test('too many refused credentials from one address are not heard any more, whatever they are', async () => {
  const guess = () => new Caller(api.url, { authorization: `Bearer ilm_sk_test_${'x'.repeat(40)}` }).get('/api/keys');
  let last = await guess();
  for (let tries = 0; tries < 200 && last.status === 401; tries++) last = await guess();
  expect(last).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('no log line holds a credential or a candidate’s words', () => {
  const logged = api.logged();
  expect(logged).toContain('"route":"/api/interview/:id"');
  expect(logged).not.toMatch(/ilm_(sk|pk|inv)_|eyJ|Ada|ada@example/);
});
