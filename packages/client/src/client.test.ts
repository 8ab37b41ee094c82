import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.js';
import { ConnectionError, ProblemError } from './problem.js';
import { TestServer, json, problem, tokenFor } from './testing/server.js';

const id = 'itv_00000000000000000000000000';
let server: TestServer;

beforeEach(async () => {
  server = await new TestServer().start();
});
afterEach(() => server.stop());

describe('calls', () => {
  test('fill in the path, the query, the body and the credential', async () => {
    server.answer = (_seen, response) => json(response, { path: 'src/a b.ts', version: 2 });
    const client = createClient({ baseUrl: `${server.baseUrl}/`, secretKey: 'ilm_sk_test_1' });
    await client.call('writeFile', { params: { id, path: 'src/a b.ts' }, body: { content: 'x' }, headers: { 'If-Match': '1' } });
    await client.call('listEvents', { params: { id }, query: { limit: 5, type: 'editor.edit' } });
    expect(server.seen[0]).toMatchObject({
      method: 'PUT',
      path: `/api/interview/${id}/files/src/a%20b.ts`,
      body: { content: 'x' },
      headers: { authorization: 'Bearer ilm_sk_test_1', 'if-match': '1', 'interviewlm-version': '2026-11-24' },
    });
    expect(server.seen[1]?.path).toBe(`/api/interview/${id}/events?limit=5&type=editor.edit`);
  });

  test('a refusal is a ProblemError with its code and what the code adds', async () => {
    server.answer = (_seen, response) => problem(response, 409, 'sequence_gap', { expected_seq: 7 });
    const call = createClient({ baseUrl: server.baseUrl, token: 't' }).call('getInterview', { params: { id } });
    const error = await call.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code: 'sequence_gap', status: 409, requestId: 'req_1', problem: { expected_seq: 7 } });
  });

  test('a proxy’s page becomes a problem that shows nothing of it', async () => {
    server.answer = (_seen, response) => void response.writeHead(502).end('<script>alert(1)</script>');
    const error = await createClient({ baseUrl: server.baseUrl, token: 't' })
      .call('getInterview', { params: { id } })
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'internal', status: 502 });
    expect(String(error)).not.toContain('script');
  });

  test('no server is a ConnectionError, an abort is the abort', async () => {
    await server.stop();
    const client = createClient({ baseUrl: server.baseUrl, token: 't' });
    await expect(client.call('getInterview', { params: { id } })).rejects.toBeInstanceOf(ConnectionError);
    await expect(client.call('getInterview', { params: { id }, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('tokens', () => {
  test('one is fetched for many calls, and again shortly before it expires', async () => {
    let fetched = 0;
    let life = 600_000;
    server.answer = (_seen, response) => json(response, {});
    const client = createClient({ baseUrl: server.baseUrl, fetchToken: async () => ({ token: tokenFor(life, String(++fetched)) }) });
    await Promise.all([1, 2, 3].map(() => client.call('getInterview', { params: { id } })));
    expect(fetched).toBe(1);
    life = 10_000;
    const short = createClient({ baseUrl: server.baseUrl, fetchToken: () => tokenFor(life, String(++fetched)) });
    await short.call('getInterview', { params: { id } });
    await short.call('getInterview', { params: { id } });
    expect(fetched).toBe(3);
  });

  test('an expired one is replaced once, then the refusal stands', async () => {
    let fetched = 0;
    server.answer = ({ headers }, response) =>
      headers.authorization === `Bearer good-2` ? json(response, { ok: true }) : problem(response, 401, 'token_expired');
    const client = createClient({ baseUrl: server.baseUrl, fetchToken: () => `good-${++fetched}` });
    expect(await client.call('getInterview', { params: { id } })).toEqual({ ok: true });
    server.answer = (_seen, response) => problem(response, 401, 'token_expired');
    await expect(client.call('getInterview', { params: { id } })).rejects.toMatchObject({ code: 'token_expired' });
    expect(fetched).toBe(3);
  });

  test('a failed renewal is a lost connection, unless it was a refusal', async () => {
    const failing = (error: object) =>
      createClient({ baseUrl: server.baseUrl, fetchToken: () => Promise.reject(Object.assign(new Error('no token'), error)) });
    await expect(failing({}).call('health')).rejects.toBeInstanceOf(ConnectionError);
    await expect(failing({ status: 503 }).call('health')).rejects.toBeInstanceOf(ConnectionError);
    await expect(failing({ status: 404 }).call('health')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
