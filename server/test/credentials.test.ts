import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, type Endpoint, type EndpointName } from '@interviewlm/protocol';
import { newId } from '../src/ids.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { Caller } from './support/caller.js';

let api: TestApi;
let interview: TestInterview;
let other: TestInterview;
beforeAll(async () => {
  api = await startTestApi();
  [interview, other] = await Promise.all([api.acme.createInterview(), api.acme.createInterview()]);
});
afterAll(() => api.close());

const candidate = { name: 'Ada', email: 'ada@example.com' };
/** A body that each endpoint's schema takes: a new endpoint without one doesn't compile. */
const bodies: Record<BodyName, () => unknown> = {
  createInterview: () => ({ assessment: api.acme.assessment, candidate }),
  startInterview: () => ({ assessment: api.acme.assessment, candidate }),
  createToken: () => ({ role: 'reviewer' }),
  redeemCode: () => ({ code: `ilm_inv_${'A'.repeat(40)}` }),
  writeFile: () => ({ content: '' }),
  moveFile: () => ({ from: 'sum.js', to: 'total.js' }),
  runTests: () => ({}),
  sendMessage: () => ({ message: 'Hello' }),
  appendEvents: () => ({
    client_id: '00000000-0000-4000-8000-000000000000',
    first_seq: 1,
    events: [{ t_ms: 0, type: 'integrity.focus', data: {} }],
  }),
  eraseEvents: () => ({ seqs: [1] }),
  createComment: () => ({ author: 'Grace', text: 'Why?', t_ms: 0 }),
  createAssessment: () => ({ title: 'T', questions: [newId('question')] }),
  createKey: () => ({ name: 'k' }),
  rollKey: () => ({}),
  createWebhookEndpoint: () => ({ url: 'https://hooks.example/' }),
  updateWebhookEndpoint: () => ({ enabled: false }),
  rollWebhookSecret: () => ({}),
};
type BodyName = { [N in EndpointName]: (typeof endpoints)[N] extends { body: unknown } ? N : never }[EndpointName];

const all = Object.entries<Endpoint>(endpoints) as [EndpointName, Endpoint][];
const closed = all.filter(([, { credentials }]) => !credentials.includes('public') && !credentials.includes('code'));
const ofInterview = closed.filter(([, { path }]) => path.startsWith('/api/interview/:id'));

function pathOf({ path }: Endpoint, id: string): string {
  const values: Record<string, string> = {
    id: path.startsWith('/api/assessments') ? api.acme.assessment : id,
    key: newId('key'),
    endpoint: newId('webhookEndpoint'),
    delivery: newId('delivery'),
    link: newId('link'),
    message: newId('message'),
    comment: newId('comment'),
    first_seq: '1',
  };
  return path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? '').replace('*path', 'sum.js');
}

const call = (who: Caller, [name, endpoint]: [EndpointName, Endpoint], id = interview.id) =>
  who.send(endpoint.method, pathOf(endpoint, id), name in bodies ? bodies[name as BodyName]() : undefined);

const roles = () => ({
  secret: api.acme.secret,
  publishable: api.acme.page,
  candidate: interview.candidate,
  observer: interview.observer,
  reviewer: interview.reviewer,
});

describe('every endpoint', () => {
  test.each(closed)('%s needs a credential', async (...entry) => {
    expect(await call(api.anyone, entry)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test.each(closed)('%s refuses every kind of credential that it does not take', async (...entry) => {
    const wrong = Object.entries(roles()).filter(([kind]) => !(entry[1].credentials as readonly string[]).includes(kind));
    expect(wrong.length).toBeGreaterThan(0);
    for (const [, who] of wrong) expect(await call(who, entry)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test.each(closed)('%s lets in every kind of credential that it takes', async (name, endpoint) => {
    const right = Object.entries(roles()).filter(([kind]) => (endpoint.credentials as readonly string[]).includes(kind));
    expect(right.length).toBeGreaterThan(0);
    // A request that is wrong in its shape is told so only to those who may ask.
    const path = endpoint.params ? pathOf(endpoint, 'itv_nope').replace(/(asm|key)_\w+/, '$1_nope') : `${endpoint.path}?limit=0`;
    for (const [, who] of right) expect((await who.send(endpoint.method, path, name in bodies ? {} : undefined)).status).toBe(400);
  });

  test.each(ofInterview)('%s does not exist for another tenant, in the other mode or with another interview’s token', async (...entry) => {
    const strangers = [api.globex.secret, api.acme.live].filter(() => entry[1].credentials.includes('secret'));
    const tokens = (['candidate', 'observer', 'reviewer'] as const)
      .filter((role) => entry[1].credentials.includes(role))
      .map((role) => other[role]);
    for (const who of [...strangers, ...tokens]) expect(await call(who, entry)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});

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
