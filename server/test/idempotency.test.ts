import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdempotency } from '../src/services/idempotency/index.js';
import { startTestApi, type TestApi } from './support/api.js';
import { Caller } from './support/caller.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };
const body = () => ({ assessment: api.acme.assessment, candidate });
const keyed = (key: string = randomUUID()) => ({ 'idempotency-key': key });
const count = async () => (await api.acme.secret.get('/api/interview?limit=100')).body.data.length as number;
const rows = () => api.backend.knex('idempotency_keys');

test('a repeated request gets the first answer, byte for byte, and changes nothing', async () => {
  const before = await count();
  const headers = keyed();
  const first = await api.acme.secret.post('/api/interview', body(), headers);
  const again = await api.acme.secret.post('/api/interview', body(), headers);
  expect(first.status).toBe(201);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again).toMatchObject({ status: 201, text: first.text });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
  expect(await count()).toBe(before + 1);
});

test('of ten at once one is done; the rest wait for it by 409 or get its answer', async () => {
  const before = await count();
  const headers = keyed();
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.acme.secret.post('/api/interview', body(), headers)));
  const made = new Set(answers.filter(({ status }) => status === 201).map(({ body: { id } }) => id as string));
  expect(made.size).toBe(1);
  for (const { status, body: problem, headers: got } of answers.filter((answer) => answer.status !== 201)) {
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'idempotency_in_flight' });
    expect(got.get('retry-after')).toBe('1');
  }
  expect(await count()).toBe(before + 1);
});

test('another body, and another route, is 422', async () => {
  const headers = keyed();
  await api.acme.secret.post('/api/keys', { name: 'a' }, headers);
  const other = await api.acme.secret.post('/api/keys', { name: 'b' }, headers);
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
  expect(await api.acme.secret.post('/api/interview', body(), headers)).toMatchObject({ status: 422 });
});

test('the same key of another tenant, another mode and another secret key is another key', async () => {
  const headers = keyed();
  const second = await api.acme.secret.made('/api/keys', { name: 'second' });
  const all = [api.acme.secret, api.acme.live, api.globex.secret, new Caller(api.url, { authorization: `Bearer ${second.key}` })];
  const answers = await Promise.all(all.map((caller) => caller.post('/api/keys', { name: 'mine' }, headers)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(4);
});

test('a refusal is not kept: what is put right may be sent with the same key', async () => {
  const headers = keyed();
  const wrong = { ...body(), assessment: api.globex.assessment };
  expect((await api.acme.secret.post('/api/interview', wrong, headers)).status).toBe(404);
  expect((await api.acme.secret.post('/api/interview', body(), headers)).status).toBe(201);
});

test.each(['', 'x'.repeat(256), 'two words', 'é'])('the key %j is refused, and the header is named', async (key) => {
  const answer = await api.acme.secret.post('/api/keys', { name: 'k' }, { 'idempotency-key': key });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.idempotency-key' }] } });
});

test('no secret of an answer can be read in the database, nor the key that the caller chose', async () => {
  const key = randomUUID();
  // Long enough not to stand in sealed bytes by chance.
  const name = 'The key of the nightly builds';
  const made = await api.acme.secret.post('/api/keys', { name }, keyed(key));
  expect((await api.acme.secret.post('/api/keys', { name }, keyed(key))).body.key).toBe(made.body.key);
  const stored = Buffer.concat(
    (await rows()).flatMap((row: { answer: Buffer; key_hash: Buffer; request_hash: Buffer }) => [
      row.answer,
      row.key_hash,
      row.request_hash,
    ]),
  );
  for (const secret of [made.body.key as string, key, name, candidate.email]) expect(stored.includes(secret), secret).toBe(false);
});

test('a stream is repeated as it was, and the message is there once', async () => {
  const { id, candidate: who } = await api.acme.createInterview();
  const headers = keyed();
  const first = await who.post(`/api/interview/${id}/chat`, { message: 'Hello' }, headers);
  const again = await who.post(`/api/interview/${id}/chat`, { message: 'Hello' }, headers);
  expect(first.text).toContain('event: done');
  expect(again.text).toBe(first.text);
  const { body: conversation } = await who.get(`/api/interview/${id}/chat`);
  expect(conversation.messages.filter(({ role }: { role: string }) => role === 'user')).toHaveLength(1);
});

test('it survives a restart; a process that died with a request gives the key back after its lease; a day later it is forgotten', async () => {
  const errors: unknown[] = [];
  const process = () => createIdempotency(api.backend.knex, 'a secret that two processes share', (error) => errors.push(error));
  const request = { tenant: api.acme.id, owner: 'key_a', key: randomUUID(), request: '["createInterview"]' };
  const begun = await process().begin(request);
  if ('answer' in begun) throw new Error('It is a first request');
  await expect(process().begin(request)).rejects.toMatchObject({ code: 'idempotency_in_flight' });
  await api.backend
    .knex('idempotency_keys')
    .whereNull('answer')
    .update({ lease_until: new Date(0) });
  await expect(process().begin({ ...request, request: '[]' })).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  const second = await process().begin(request);
  if ('answer' in second) throw new Error('The first one died');
  await second.keep('{"body":2}');
  await begun.keep('{"body":1}');
  expect(await process().begin(request)).toEqual({ answer: '{"body":2}' });
  await rows().update({ expires_at: new Date(0) });
  await process().sweep();
  expect(await rows()).toEqual([]);
  expect(errors).toEqual([]);
});
