import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  endpoints,
  keyScopes,
  MemberRole,
  roleScopes,
  scopeOf,
  type Credential,
  type Endpoint,
  type EndpointName,
} from '@interviewlm/protocol';
import { openApiDocument } from '../src/api/openapi/document.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { consolePage, signIn } from './support/console.js';
import { fuzzedThings } from './support/fuzzed-things.js';
import { requestFrom } from './support/request-from.js';
import { fromSchema, type JsonSchema } from './support/schema-arbitrary.js';

let api: TestApi;
let mine: TestInterview;
let other: TestInterview;
/** Things of Acme's, in test mode, that paths name: refusals are told of what is there. */
let things: Record<string, string>;
const keys: Record<string, string> = {};
/** What browsers send that are signed in to the console. */
const sessions: Record<string, Headers> = {};

beforeAll(async () => {
  api = await startTestApi();
  const { secret, live } = api.acme;
  [mine, other] = await Promise.all([api.acme.createInterview(), api.acme.createInterview()]);
  things = { ...(await fuzzedThings(api)), interview: mine.id };
  await mine.candidate.get(`/api/interview/${mine.id}/workspace`);
  const expired = await secret.made('/api/keys', { name: 'Expired' });
  await secret.post(`/api/keys/${expired.id}/roll`, { overlap_ms: 0 });
  const revoked = await secret.made('/api/keys', { name: 'Revoked' });
  await secret.delete(`/api/keys/${revoked.id}`);
  Object.assign(keys, { expired: expired.key, revoked: revoked.key });
  for (const scope of keyScopes) {
    keys[`only ${scope}`] = (await secret.made('/api/keys', { name: scope, scopes: [scope] })).key;
    keys[`all but ${scope}`] = (await secret.made('/api/keys', { name: scope, scopes: keyScopes.filter((each) => each !== scope) })).key;
  }
  keys['live'] = (live.headers['authorization'] ?? '').slice(7);
  const pageOf = async (key: string) => (await signIn(api.url, secret.with(bearer(key)))).headers;
  const ended = await secret.made('/api/keys', { name: 'Ended' });
  sessions['own'] = await pageOf(keyOf(secret.headers));
  sessions['stranger'] = await pageOf(keyOf(api.globex.secret.headers));
  sessions['live'] = await pageOf(keys['live']);
  sessions['ended key'] = await pageOf(ended.key);
  await secret.delete(`/api/keys/${ended.id}`);
  sessions['expired'] = await pageOf(keyOf(secret.headers));
  await api.backend.knex.raw(`update console_sessions set expires_at = now() where hash = sha256(?)`, [
    Buffer.from((sessions['expired']['cookie'] ?? '').split('=')[1] ?? ''),
  ]);
  const left = await signIn(api.url, secret);
  await left.delete('/console/session');
  sessions['revoked'] = left.headers;
  for (const role of MemberRole.options) sessions[`person, ${role}`] = await personOf(role);
  sessions['person, removed'] = await personOf('admin', { removed: true });
  for (const scope of keyScopes) sessions[`all but ${scope}`] = await pageOf(keys[`all but ${scope}`] ?? '');
});
afterAll(() => api.close());

/** What the browser of somebody sends whom the provider vouched for. */
async function personOf(role: MemberRole, { removed = false } = {}): Promise<Headers> {
  const email = `${role}.${removed}@example.com`;
  const { id } = await api.acme.secret.made('/api/members', { email, role });
  const { consoleSessions, signIns } = api.backend.services;
  const person = { identity: `https://id.example ${email}`, email };
  const [choice] = await signIns.choices(person);
  const opened = choice && (await consoleSessions.openFor(person, choice));
  if (!opened) throw new Error(`${email} was not let in`);
  if (removed) await api.acme.secret.delete(`/api/members/${id}`);
  return consolePage(api.url, { cookie: `ilm_console=${opened.secret}` }).headers;
}

type Headers = Readonly<Record<string, string>>;
type Expected = 401 | 403 | 404 | 'let in';
interface Row {
  readonly kind: string;
  readonly headers: Headers | (() => Promise<Headers>);
  readonly expected: Expected;
  readonly code?: string;
}

const all = Object.entries<Endpoint>(endpoints) as [EndpointName, Endpoint][];
const roles = ['candidate', 'observer', 'reviewer'] as const;
const bearer = (credential: string): Headers => ({ authorization: `Bearer ${credential}` });

/** What each kind of credential must be answered by an endpoint: worked out from what the table declares of it, and from nothing else. */
function rowsOf(endpoint: Endpoint): Row[] {
  const { credentials, path } = endpoint;
  const takes = (kind: Credential) => credentials.includes(kind);
  // What stands in the body, or nothing at all, is the credential: a header makes no difference.
  if (takes('public') || takes('code')) return [];
  const scope = scopeOf(endpoint);
  const namesThing = path.includes(':');
  /** Of another world: what the path names isn't there; a path that names nothing is about the caller's own. */
  const stranger: Expected = namesThing ? 404 : 'let in';
  const kinds: Record<string, { headers: Headers; credential: Credential }> = {
    'the secret key': { headers: api.acme.secret.headers, credential: 'secret' },
    'a publishable key': { headers: api.acme.page.headers, credential: 'publishable' },
    ...Object.fromEntries(roles.map((role) => [`a token of the ${role}`, { headers: mine[role].headers, credential: role }])),
  };
  return [
    { kind: 'none', headers: {}, expected: 401, code: 'unauthenticated' },
    ...['Bearer', 'Digest abc', 'Bearer not.a.token', 'Bearer ilm_sk_test_short'].map((authorization): Row => ({
      kind: `malformed, ${authorization}`,
      headers: { authorization },
      expected: 401,
      code: 'unauthenticated',
    })),
    { kind: 'an unknown key', headers: bearer(`ilm_sk_test_${'A'.repeat(40)}`), expected: 401, code: 'unauthenticated' },
    { kind: 'an expired key', headers: bearer(keys['expired'] ?? ''), expected: 401, code: 'unauthenticated' },
    { kind: 'a revoked key', headers: bearer(keys['revoked'] ?? ''), expected: 401, code: 'unauthenticated' },
    { kind: 'an expired token', headers: () => token({ exp: -60 }), expected: 401, code: 'token_expired' },
    { kind: 'a token that someone else signed', headers: () => token({ secret: 'x'.repeat(48) }), expected: 401, code: 'unauthenticated' },
    ...Object.entries(kinds).map(([kind, { headers, credential }]): Row => ({
      kind,
      headers,
      expected: takes(credential) ? 'let in' : 403,
      ...(!takes(credential) && { code: 'forbidden' }),
    })),
    { kind: 'another tenant’s secret key', headers: api.globex.secret.headers, expected: takes('secret') ? stranger : 403 },
    { kind: 'the secret key of the other mode', headers: bearer(keys['live'] ?? ''), expected: takes('secret') ? stranger : 403 },
    ...roles.map((role): Row => ({
      kind: `another interview’s token, ${role}`,
      headers: other[role].headers,
      expected: takes(role) ? 404 : 403,
    })),
    { kind: 'a publishable key without an origin', headers: bearer(keyOf(api.acme.page.headers)), expected: 403 },
    ...[`${api.acme.origin}.evil.example`, 'null'].flatMap((origin): Row[] => [
      { kind: `a publishable key from ${origin}`, headers: { ...api.acme.page.headers, origin }, expected: 403 },
      ...roles.map((role): Row => ({
        kind: `a token of the ${role} from ${origin}`,
        headers: { ...mine[role].headers, origin },
        expected: 403,
        code: takes(role) ? 'origin_not_allowed' : 'forbidden',
      })),
    ]),
    ...consoleRows(endpoint, stranger),
    ...(scope
      ? [
          { kind: `a key without ${scope}`, headers: bearer(keys[`all but ${scope}`] ?? ''), expected: 403, code: 'forbidden' } as const,
          { kind: `a key with ${scope} alone`, headers: bearer(keys[`only ${scope}`] ?? ''), expected: 'let in' } as const,
        ]
      : []),
  ];
}

/** A console's cookie is worth what its key is, and only to our own page: to change something, only with its origin and its header. */
function consoleRows(endpoint: Endpoint, stranger: Expected): Row[] {
  const own = sessions['own'] ?? {};
  const scope = scopeOf(endpoint);
  const changes = endpoint.method !== 'GET';
  const as = (name: string) => sessions[name] ?? {};
  const refused = { expected: 403, code: 'origin_not_allowed' } as const;
  const rights: Expected = scope ? 'let in' : 403;
  const cases: Row[] = [
    { kind: 'a console session', headers: own, expected: rights },
    ...MemberRole.options.map((role): Row => ({
      kind: `a person’s console session, ${role}`,
      headers: as(`person, ${role}`),
      expected: scope && (roleScopes[role]?.includes(scope) ?? true) ? 'let in' : 403,
    })),
    { kind: 'a person’s console session, removed', headers: as('person, removed'), expected: 401 },
    { kind: 'another tenant’s console session', headers: as('stranger'), expected: scope ? stranger : 403 },
    { kind: 'a console session of the other mode', headers: as('live'), expected: scope ? stranger : 403 },
    ...['expired', 'revoked', 'ended key'].map((name): Row => ({ kind: `a console session, ${name}`, headers: as(name), expected: 401 })),
    { kind: 'a console session from another site', headers: { ...own, origin: 'https://evil.example' }, ...refused },
    { kind: 'a console session from a page of the tenant', headers: { ...own, origin: api.acme.origin }, ...refused },
    { kind: 'a console session from another host of the site', headers: { ...own, 'sec-fetch-site': 'same-site' }, ...refused },
    { kind: 'a console session that names no origin', headers: without(own, 'origin'), ...(changes ? refused : { expected: rights }) },
    { kind: 'a console session without the header', headers: without(own, 'interviewlm-console'), expected: changes ? 403 : rights },
  ];
  if (scope) cases.push({ kind: `a console session without ${scope}`, headers: as(`all but ${scope}`), expected: 403, code: 'forbidden' });
  return cases;
}

const without = (headers: Headers, name: string): Headers => Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
const keyOf = (headers: Headers) => (headers['authorization'] ?? '').slice(7);

async function token({ exp = 600, secret = api.sessionSecret }): Promise<Headers> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: 'interviewlm', sub: mine.id, ten: api.acme.id, role: 'candidate', mode: 'test', iat: now - 700, exp: now + exp };
  return bearer(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret)));
}

function pathOf({ path }: Endpoint): string {
  return path.replace(/[:*](\w+)/g, (_, name: string) => {
    const value = things[name === 'id' ? (path.startsWith('/api/assessments') ? 'assessment' : 'interview') : name];
    if (value === undefined) throw new Error(`The matrix has nothing for :${name}; make one in beforeAll`);
    return value;
  });
}

/** Asks in a way that is wrong in its shape, which is told only to those who may ask: nothing is changed by who is let in. */
const misshapen = (endpoint: Endpoint) =>
  endpoint.params ? endpoint.path.replace(/:\w+/g, 'nope').replace('*path', 'a%5Cb') : `${endpoint.path}?limit=0&submitted_from=never`;

/** There is no wrong way to ask it. */
const takesNothing = ({ method, params, query, body }: Endpoint) => method === 'GET' && !params && !query && !body;

const schemas = openApiDocument('http://localhost');
const { components, paths } = schemas as unknown as {
  components: { schemas: Record<string, JsonSchema> };
  paths: Record<string, Record<string, { requestBody?: { content: { 'application/json': { schema: JsonSchema } } } }>>;
};

/** A body that the schema allows, so that what is refused is refused for who asks. */
function bodyOf({ method, path, body }: Endpoint): string | undefined {
  const operation = paths[path.replace(/[:*](\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const schema = operation?.requestBody?.content['application/json'].schema;
  if (!schema || !body) return undefined;
  const value = fc.sample(fromSchema(schema, components.schemas), { numRuns: 200, seed: 7 }).find((each) => body.safeParse(each).success);
  if (value === undefined) throw new Error(`No body for ${method} ${path} was found by its schema`);
  return JSON.stringify(value);
}

test.each(all.map(([name, endpoint], index) => [name, endpoint, index] as const))('%s', async (_name, endpoint, index) => {
  const rows = rowsOf(endpoint);
  const refused = bodyOf(endpoint);
  const check = async ({ kind, headers, expected, code }: Row, row: number): Promise<string[]> => {
    const own = typeof headers === 'function' ? await headers() : headers;
    const letIn = expected === 'let in';
    const body = letIn ? (endpoint.body ? '{}' : undefined) : refused;
    const path = letIn ? misshapen(endpoint) : pathOf(endpoint);
    const answer = await requestFrom(`127.0.${1 + index}.${1 + row}`, api.url + path, {
      method: endpoint.method,
      headers: { ...own, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
    const wanted = letIn ? (takesNothing(endpoint) ? endpoint.status : 400) : expected;
    const right = answer.status === wanted && (code === undefined || answer.body.code === code);
    return right ? [] : [`${kind}: ${answer.status} ${answer.body?.code} instead of ${wanted} ${code ?? ''}`];
  };
  // Refused credentials are counted by address, so each request comes from one of its own.
  expect((await Promise.all(rows.map(check))).flat()).toEqual([]);
  if (!endpoint.credentials.some((each) => each === 'public' || each === 'code')) expect(rows.length).toBeGreaterThanOrEqual(40);
});

test('nothing was changed by all those who were refused', async () => {
  expect((await api.acme.secret.get(`/api/interview/${mine.id}`)).body).toMatchObject({ status: 'started' });
  expect((await api.acme.secret.get(`/api/webhook-endpoints/${things['endpoint']}`)).body.enabled).toBe(true);
  expect((await api.acme.secret.get(`/api/interview/${mine.id}/comments`)).body.data).toEqual([]);
  expect((await api.globex.secret.get('/api/interview')).body.data).toEqual([]);
});
