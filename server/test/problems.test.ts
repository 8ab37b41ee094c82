import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '@interviewlm/protocol';
import { startTestApi, type TestApi } from './support/api.js';

/** What is used of tarn's. */
interface Pool {
  readonly max: number;
  acquireTimeoutMillis: number;
  acquire(): { promise: Promise<object> };
  release(connection: object): void;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('every field that is wrong is told at once, by where it is', async () => {
  const { status, body, headers } = await api.acme.secret.post('/api/interview', {
    assessment: 'asm_1',
    candidate: { name: ' ', email: 'nobody' },
    redirect_url: 'javascript:alert(1)',
  });
  expect(status).toBe(400);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'body.assessment',
    'body.candidate.email',
    'body.candidate.name',
    'body.redirect_url',
  ]);
  expect(Problem.parse(body)).toMatchObject({ code: 'invalid_request', request_id: headers.get('request-id') });
});

test.each([
  ['no such page', 'GET', '/nothing', undefined, {}, 404, 'not_found'],
  ['a path that can not be decoded', 'GET', '/api/interview/%E0%A4%A', undefined, {}, 404, 'not_found'],
  ['a method that is not there', 'PUT', '/api/keys', undefined, {}, 405, 'method_not_allowed'],
  ['what is not JSON', 'POST', '/api/keys', '{"name"', {}, 400, 'malformed_json'],
  ['JSON under another name', 'POST', '/api/keys', '{"name":"k"}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['a body that is packed', 'POST', '/api/keys', '{"name":"k"}', { 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
  ['a body that is too large', 'POST', '/api/keys', JSON.stringify({ name: 'k'.repeat(2_200_000) }), {}, 413, 'too_large'],
  ['an unknown assessment', 'GET', '/api/assessments/asm_01m8745wcw0000000000000000', undefined, {}, 404, 'not_found'],
])('%s is a problem document', async (_what, method, path, body, headers, status, code) => {
  const answer = await api.acme.secret.send(method, path, body, headers);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(Problem.safeParse(answer.body).success).toBe(true);
  if (status === 405) expect(answer.headers.get('allow')).toBe('GET, POST');
});

test('a failure of our own says nothing of its insides', async () => {
  const rename = (from: string, to: string) => api.backend.knex.raw(`alter table ${from} rename to ${to}`);
  await rename('candidates', 'hidden');
  try {
    const { status, body, text } = await api.acme.secret.get('/api/interview');
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'internal' });
    expect(text).not.toMatch(/candidates|relation|select|\.ts/);
  } finally {
    await rename('hidden', 'candidates');
  }
});

test('every answer has an id, a version and its limit', async () => {
  const { headers } = await api.acme.secret.get('/api/keys');
  expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('interviewlm-version')).toBe('2026-11-24');
  expect(headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+$/);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('the service says whether it runs and whether it can serve', async () => {
  expect((await api.anyone.get('/healthz')).body).toEqual({ status: 'ok' });
  expect((await api.anyone.get('/readyz')).body).toEqual({ status: 'ready', checks: { database: 'ready', sandbox: 'ready' } });
});

test('the OpenAPI document lists every path, and every reference in it leads somewhere', async () => {
  const { body, text } = await api.anyone.get('/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(body.paths['/api/interview/{id}/files/{path}'].put).toMatchObject({
    operationId: 'writeFile',
    security: [{ session: [] }, { secret: [] }, { secretBasic: [] }],
  });
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
  expect(references.length).toBeGreaterThan(30);
  expect(references.filter((name) => !(name in body.components.schemas))).toEqual([]);
  expect((await api.anyone.get('/docs')).text).toContain('/api/interview/{id}/submit');
});

test('when no connection to the database comes free, that is said, with when to try again', async () => {
  const { pool } = api.backend.knex.client as { pool: Pool };
  const patience = pool.acquireTimeoutMillis;
  const held = await Promise.all(Array.from({ length: pool.max }, () => pool.acquire().promise));
  pool.acquireTimeoutMillis = 200;
  try {
    const { status, body, headers } = await api.acme.secret.get('/api/interview');
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(Problem.parse(body)).toMatchObject({ code: 'overloaded' });
  } finally {
    pool.acquireTimeoutMillis = patience;
    for (const connection of held) pool.release(connection);
  }
  expect((await api.acme.secret.get('/api/interview')).status).toBe(200);
});
