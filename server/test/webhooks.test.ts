import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebhookEvent } from '@interviewlm/protocol';
import { withTenant } from '../src/db/tenant-tx.js';
import { createSender } from '../src/services/webhooks/send.js';
import { createWebhooks } from '../src/services/webhooks/index.js';
import { emit } from '../src/services/webhooks/emit.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later } from './support/archived.js';
import { startReceiver, type Receiver } from './support/receiver.js';

const dataSecret = 'a secret that seals what is stored here';
let api: TestApi;
let receiver: Receiver;
beforeAll(async () => {
  api = await startTestApi({ WEBHOOKS_INSECURE: 'true', DATA_SECRET: dataSecret });
});
afterAll(() => api.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await api.backend.knex('webhook_endpoints').delete();
  await receiver.close();
});

const endpoints = '/api/webhook-endpoints';
const listen = (body: object = {}) => api.acme.secret.made(endpoints, { url: `${receiver.url}/hook`, ...body });
const deliveriesOf = async (id: string, query = '') =>
  (await api.acme.secret.get(`${endpoints}/${id}/deliveries${query}`)).body.data as { id: string; state: string; attempts: number }[];
const got = (count: number) => expect.poll(() => receiver.received.length).toBe(count);
const hurry = () => api.backend.knex('webhook_deliveries').where({ state: 'pending' }).update({ next_at: new Date() });
const archived = ({ id }: TestInterview) =>
  expect
    .poll(
      async () => {
        await later(api.backend.knex, { tenant: api.acme.id, mode: 'test', interview: id }, 0);
        await api.backend.services.archiving.workDue();
        return (await api.acme.secret.get(`/api/interview/${id}`)).body.status;
      },
      { timeout: 30_000 },
    )
    .toBe('archived');
const verify = (secret: string, { body, headers }: Receiver['received'][number]) =>
  WebhookEvent.parse(new Webhook(secret).verify(body, headers as Record<string, string>));

test('the life of an interview arrives, signed so that the published library verifies it', async () => {
  const { id: endpoint, secret } = await listen();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const interview = await api.acme.createInterview({ accommodations: { time_multiplier: 1, pause_allowed: true, suppress_signals: [] } });
  const at = `/api/interview/${interview.id}`;
  await interview.candidate.get(`${at}/workspace`);
  await interview.candidate.post(`${at}/pause`);
  await interview.candidate.post(`${at}/resume`);
  await interview.candidate.post(`${at}/submit`);
  const override = { criterion: 'total', score: 91, reason: 'The task left the order open.', author: 'Grace' };
  await api.acme.secret.made(`${at}/report/overrides`, override);
  await archived(interview);
  await got(8);
  const events = receiver.received.map((request) => verify(secret, request));
  const life = ['created', 'started', 'paused', 'resumed', 'submitted', 'scored', 'report.overridden', 'archived'];
  expect(events.map(({ type }) => type.replace('interview.', '')).sort()).toEqual(life.toSorted());
  expect(events.every(({ data }) => data.interview === interview.id && data.mode === 'test')).toBe(true);
  expect(events.find(({ type }) => type === 'interview.scored')?.data).toMatchObject({ status: 'scored', score: { max: 100 } });
  expect(events.find(({ type }) => type === 'report.overridden')?.data.score).toEqual({ value: 91, max: 100 });
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(8);
  expect(receiver.received.map(({ body }) => body).join('')).not.toMatch(/Ada|example\.com/);
  await expect.poll(() => deliveriesOf(endpoint, '?state=delivered')).toHaveLength(8);
  expect(await deliveriesOf(endpoint, '?type=interview.paused')).toHaveLength(1);
});

test('a forged body, another secret and an old time do not verify', async () => {
  const { secret } = await listen({ events: ['interview.created'] });
  await api.acme.createInterview();
  await got(1);
  const [request] = receiver.received;
  if (!request) throw new Error('Nothing arrived');
  expect(() => verify(secret, { ...request, body: request.body.replace('created', 'started') })).toThrow(/signature/);
  expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, request)).toThrow(/signature/);
  const headers = { ...request.headers, 'webhook-timestamp': String(Number(request.headers['webhook-timestamp']) - 600) };
  expect(() => verify(secret, { ...request, headers })).toThrow(/too old/);
});

test('an endpoint hears what it listens to, of its own tenant and mode', async () => {
  await listen({ events: ['interview.submitted'] });
  await api.globex.secret.made(endpoints, { url: `${receiver.url}/globex` });
  await api.acme.live.made(endpoints, { url: `${receiver.url}/live` });
  await api.acme.createInterview();
  const interview = await api.globex.createInterview();
  await got(1);
  expect(receiver.received[0]).toMatchObject({ path: '/globex' });
  expect(receiver.received[0]?.body).toContain(interview.id);
});

test('a failure is tried again with the same id and body; 410 ends it, and the endpoint', async () => {
  const { id } = await listen({ events: ['interview.created'] });
  receiver.answer = () => ({ status: receiver.received.length === 1 ? 500 : 410 });
  await api.acme.createInterview();
  await got(1);
  await expect.poll(async () => (await deliveriesOf(id))[0]).toMatchObject({ state: 'pending', attempts: 1, last_status: 500 });
  const [pending] = await api.backend.knex('webhook_deliveries').select('next_at');
  expect(pending.next_at.getTime() - Date.now()).toBeLessThan(5750);
  expect((await api.acme.secret.get(`${endpoints}/${id}`)).body.failing_since).not.toBeNull();
  await hurry();
  await got(2);
  const [first, second] = receiver.received;
  expect(second).toMatchObject({ body: first?.body, headers: { 'webhook-id': first?.headers['webhook-id'] } });
  await expect.poll(async () => (await deliveriesOf(id))[0]).toMatchObject({ state: 'failed', attempts: 2, last_status: 410 });
  expect((await api.acme.secret.get(`${endpoints}/${id}`)).body).toMatchObject({ enabled: false, disabled_reason: 'gone' });
  await api.acme.createInterview();
  expect(await deliveriesOf(id)).toHaveLength(1);
});

test('after five days of failure it is given up; enabled again, what is owed goes out', async () => {
  const { id } = await listen({ events: ['interview.created'] });
  await api.backend
    .knex('webhook_endpoints')
    .where({ id })
    .update({ failing_since: new Date(Date.now() - 5 * 86_400_000) });
  receiver.answer = () => ({ status: 503 });
  await api.acme.createInterview();
  await expect
    .poll(async () => (await api.acme.secret.get(`${endpoints}/${id}`)).body)
    .toMatchObject({ enabled: false, disabled_reason: 'failing' });
  await hurry();
  receiver.answer = () => ({ status: 200 });
  const enabled = await api.acme.secret.put(`${endpoints}/${id}`, { enabled: true });
  expect(enabled.body).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  await got(2);
});

test('a rolled secret signs beside its heir until the overlap ends', async () => {
  const old = await listen({ events: ['interview.created'] });
  const heir = await api.acme.secret.made(`${endpoints}/${old.id}/roll`, { overlap_ms: 60_000 });
  expect(heir).toMatchObject({ id: old.id, previous_secret_until: expect.any(String) });
  await api.acme.createInterview();
  await got(1);
  const send = receiver.received[0];
  if (!send) throw new Error('Nothing arrived');
  expect(verify(old.secret, send)).toEqual(verify(heir.secret, send));
  await api.acme.secret.made(`${endpoints}/${old.id}/roll`, { overlap_ms: 0 });
  await api.acme.createInterview();
  await got(2);
  const [, last] = receiver.received;
  if (!last) throw new Error('Nothing arrived');
  expect(() => verify(heir.secret, last)).toThrow(/signature/);
});

test('a test event goes out at once, whatever is listened to, and the answer tells what came of it', async () => {
  const { id, secret } = await listen({ events: ['interview.erased'] });
  const arrived = (await api.acme.secret.post(`${endpoints}/${id}/test`)).body;
  expect(arrived).toMatchObject({ type: 'webhook.test', state: 'delivered', attempts: 1, last_status: 204 });
  expect(verify(secret, receiver.received[0] ?? { path: '', headers: {}, body: '' }).type).toBe('webhook.test');
  receiver.answer = () => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
  const redirected = (await api.acme.secret.post(`${endpoints}/${id}/test`)).body;
  expect(redirected).toMatchObject({ state: 'pending', last_error: expect.stringContaining('redirects are not followed') });
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook']);
});

test('a delivery is sent again on demand with the same id, and only that of the endpoint', async () => {
  const { id } = await listen({ events: ['interview.created'] });
  const other = await listen({ events: ['interview.erased'] });
  await api.acme.createInterview();
  await got(1);
  await expect.poll(async () => (await deliveriesOf(id))[0]?.state).toBe('delivered');
  const [delivery] = await deliveriesOf(id);
  expect((await api.acme.secret.post(`${endpoints}/${other.id}/deliveries/${delivery?.id}/resend`)).status).toBe(404);
  expect((await api.globex.secret.post(`${endpoints}/${id}/deliveries/${delivery?.id}/resend`)).status).toBe(404);
  const again = await api.acme.secret.post(`${endpoints}/${id}/deliveries/${delivery?.id}/resend`);
  expect(again).toMatchObject({ status: 200, body: { state: 'pending', attempts: 0 } });
  await got(2);
  expect(receiver.received[1]?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id']);
});

test('what is rolled back was never owed; what is committed is sent by whoever comes after a crash, with the same id', async () => {
  const { id } = await listen({ events: ['interview.created'] });
  const row = { id: 'itv_0', mode: 'test', status: 'created', assessment_id: 'asm_0', candidate_id: 'cnd_0', score: null } as const;
  const undone = withTenant(api.backend.knex, api.acme.id, async (tx) => {
    await emit(tx, 'interview.created', row);
    throw new Error('Undone');
  });
  await expect(undone).rejects.toThrow('Undone');
  expect(await deliveriesOf(id)).toEqual([]);

  // A process that claims what is due, sends it, and dies before it notes that: the lease runs out, and another one sends it again.
  const { knex } = api.backend;
  const dead = createWebhooks({
    knex,
    secret: dataSecret,
    insecure: true,
    send: async (...args) => {
      await createSender({ insecure: true })(...args);
      throw new Error('Killed');
    },
  });
  const interview = await api.acme.createInterview();
  await expect.poll(async () => (await deliveriesOf(id)).map(({ state }) => state)).toEqual(['delivered']);
  receiver.received.length = 0;
  const delivery = await withTenant(knex, api.acme.id, async (tx) => {
    await emit(tx, 'interview.created', { ...row, id: interview.id, assessment_id: api.acme.assessment });
    // Before it is committed: the server's own worker looks for what is due twice a second.
    const [owed] = await tx
      .sql('webhook_deliveries')
      .where({ state: 'pending' })
      .update({ next_at: new Date(Date.now() + 3_600_000) })
      .returning<{ id: string; event_id: string }[]>(['id', 'event_id']);
    return owed ?? { id: '', event_id: '' };
  });
  await expect(dead.deliver({ id: delivery.id, tenant_id: api.acme.id })).rejects.toThrow('Killed');
  await knex('webhook_deliveries').where({ id: delivery.id }).update({ next_at: new Date() });
  await got(2);
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery.event_id, delivery.event_id]);
});

test('a secret is shown once, stored sealed, and logged never', async () => {
  const { id, secret } = await listen();
  await api.acme.secret.post(`${endpoints}/${id}/test`);
  const list = await api.acme.secret.get(endpoints);
  expect(list.body.data).toHaveLength(1);
  expect(list.text).not.toContain('whsec_');
  const [row] = await api.backend.knex('webhook_endpoints').where({ id });
  expect(row.secret.includes(Buffer.from(secret)) || row.secret.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
  expect(api.logged()).not.toContain('whsec_');
});

test('another tenant finds nothing of it', async () => {
  const { id } = await listen();
  const { secret } = api.globex;
  const answers = await Promise.all([
    secret.get(`${endpoints}/${id}`),
    secret.put(`${endpoints}/${id}`, { enabled: false }),
    secret.delete(`${endpoints}/${id}`),
    secret.post(`${endpoints}/${id}/roll`, {}),
    secret.post(`${endpoints}/${id}/test`),
    secret.get(`${endpoints}/${id}/deliveries`),
    api.acme.live.get(`${endpoints}/${id}`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  expect((await api.acme.secret.get(`${endpoints}/${id}`)).body.enabled).toBe(true);
  expect((await api.acme.secret.delete(`${endpoints}/${id}`)).status).toBe(204);
});

test('thirty days later an event is forgotten', async () => {
  const { id } = await listen();
  await api.acme.secret.post(`${endpoints}/${id}/test`);
  await api.backend.knex('webhook_events').update({ created_at: new Date(Date.now() - 31 * 86_400_000) });
  await api.backend.services.webhooks.sweep();
  expect(await deliveriesOf(id)).toEqual([]);
});
