import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordTelling } from '../../src/db/ats-orders.js';
import { withTenant } from '../../src/db/tenant-tx.js';
import { Caller } from '../support/caller.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { startReceiver } from '../support/receiver.js';
import { requestFrom } from '../support/request-from.js';

interface Connected {
  readonly id: string;
  readonly key: string;
  /** The ATS, as it calls us. */
  readonly ats: Caller;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;
const connect = async (kind: string, secret = api.acme.secret, more: object = {}): Promise<Connected> => {
  const { id, key } = await secret.made('/api/integrations', { kind, name: kind, credential: 'theirs-4711', ...more });
  // Nothing is sent from here to anybody's real ATS.
  await api.backend.knex('ats_integrations').where({ id }).update({ base_url: 'https://192.0.2.1' });
  const authorization = kind === 'workable' ? `Bearer ${key}` : basic(key);
  return { id, key, ats: new Caller(`${api.url}/ats/${kind}`, { authorization }) };
};
const candidate = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' };
let number = 1;
const sendTest = (more: object = {}) => ({
  partner_test_id: api.acme.assessment,
  candidate,
  url: `https://app.greenhouse.io/integrations/testing_partners/take_home_tests/${number++}`,
  ...more,
});
const start = (more: object = {}) => ({
  assessment_type_id: api.acme.assessment,
  candidate: { ...candidate, ashby_id: 'person', ashby_profile_url: 'https://app.ashbyhq.com/p' },
  application: { ashby_id: `application-${number++}`, status: 'Active' },
  job: { ashby_id: 'job', name: 'Engineer' },
  ...more,
});

test('bad input is refused in the words of the protocol, naming the field', async () => {
  const { ats } = await connect('greenhouse');
  const wrong = await ats.post('/send_test', sendTest({ candidate: { ...candidate, email: 'nobody' } }));
  expect(wrong).toMatchObject({ status: 400, body: { errors: [expect.any(String), expect.stringMatching(/^candidate\.email: /)] } });
  expect((await ats.post('/send_test', '{')).status).toBe(400);
  expect((await ats.post('/send_test', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await ats.post('/send_test', { url: 'x'.repeat(3_000_000) })).status).toBe(413);
  expect((await ats.get('/test_status')).body.errors[1]).toMatch(/partner_interview_id/);
  expect((await ats.get('/nothing')).status).toBe(404);
  const names = { first_name: '\u0000\ud800<script>', last_name: 'x'.repeat(200), email: 'odd@example.com' };
  expect((await ats.post('/send_test', sendTest({ candidate: names }))).status).toBe(200);

  const nul = '\u0000';
  expect((await ats.post('/send_test', sendTest({ partner_test_id: nul }))).status).toBe(400);
  expect((await ats.get('/test_status?partner_interview_id=%00')).status).toBe(400);
  expect((await api.anyone.post('/ats/kombo/%00', {})).status).toBe(401);
  expect((await api.anyone.post('/ats/kombo/%zz', {})).status).toBe(401);

  const { ats: ashby } = await connect('ashby');
  const shown = await ashby.post('/assessment.start', start({ candidate: { ...candidate, ashby_id: 'p', email: 4 } }));
  expect(shown).toMatchObject({ status: 422, body: { message: expect.stringContaining('candidate.email') } });
});

test('a callback only leads to the ATS itself, and only by https', async () => {
  const { ats } = await connect('greenhouse');
  const { ats: workable } = await connect('workable');
  const urls = [
    'http://app.greenhouse.io/tests/1',
    'https://greenhouse.io.evil.example/tests/1',
    'https://evilgreenhouse.io/tests/1',
    'https://user@app.greenhouse.io/tests/1',
    'https://169.254.169.254/latest/meta-data/1',
    'https://127.0.0.1/1',
    'file:///etc/passwd',
    'https://app.greenhouse.io/',
  ];
  for (const url of urls) expect((await ats.post('/send_test', sendTest({ url }))).status, url).toBe(400);
  const callback = { test_id: api.acme.assessment, candidate, callback_url: 'https://app.greenhouse.io/1' };
  expect((await workable.post('/assessments', callback)).body.error).toMatch(/callback_url.*workable\.com/);
  const base_url = { kind: 'ashby', name: 'Ashby', credential: 'x', base_url: 'https://api.ashbyhq.com.evil.example' };
  expect((await api.acme.secret.post('/api/integrations', base_url)).body.errors[0].path).toBe('body.base_url');
});

test('many wrong keys from an address are slowed down, and silence nobody who has a right one', async () => {
  const { ats, key } = await connect('greenhouse');
  const from = (key: string) =>
    requestFrom('127.9.9.9', `${ats.url}/list_tests`, { method: 'GET', headers: { authorization: basic(key) } });
  const answers = await Promise.all(Array.from({ length: 80 }, () => from(`ilm_ats_test_${'A'.repeat(40)}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  expect((await from(key)).status).toBe(200);
});

test('what a protocol needs is asked for by its name', async () => {
  const missing = await api.acme.secret.post('/api/integrations', { kind: 'kombo', name: 'Kombo', credential: 'x', account: 'y' });
  expect(missing).toMatchObject({ status: 400, body: { errors: [{ path: 'body.signing_secret', code: 'required' }] } });
});

test('nothing of another tenant, mode or integration can be ordered, seen or cancelled', async () => {
  const ours = await connect('ashby');
  const neighbour = await connect('ashby');
  const theirs = await connect('ashby', api.globex.secret);
  const live = await connect('ashby', api.acme.live);
  for (const { ats } of [theirs, live]) {
    const answer = await ats.post('/assessment.start', start());
    expect(answer).toMatchObject({ status: 422, body: { message: 'There is no such assessment.' } });
  }
  const { assessment_id } = (await ours.ats.made('/assessment.start', start())).results;
  for (const { ats } of [theirs, live, neighbour])
    expect(await ats.post('/assessment.cancel', { assessment_id })).toMatchObject({
      status: 422,
      body: { message: 'There is no such order.' },
    });
  const { data } = (await api.acme.secret.get(`/api/integrations/${ours.id}/orders`)).body;
  expect(data).toEqual([expect.objectContaining({ id: assessment_id, cancelled_at: null })]);
  expect((await api.globex.secret.get(`/api/integrations/${ours.id}/orders`)).status).toBe(404);

  const greenhouse = await connect('greenhouse');
  const { partner_interview_id } = await greenhouse.ats.made('/send_test', sendTest());
  const other = await connect('greenhouse', api.globex.secret);
  expect((await other.ats.get(`/test_status?partner_interview_id=${partner_interview_id}`)).status).toBe(404);
});

test('Ashby: somebody is assessed once at a time, and again when that is over', async () => {
  const { id, ats } = await connect('ashby');
  const first = start();
  const { assessment_id } = (await ats.made('/assessment.start', first)).results;
  expect((await ats.post('/assessment.start', start())).status).toBe(409);
  expect((await ats.made('/assessment.start', first)).results.assessment_id).toBe(assessment_id);
  await ats.made('/assessment.cancel', { assessment_id });
  const again = await Promise.all([ats.made('/assessment.start', first), ats.made('/assessment.start', first)]);
  expect(new Set(again.map(({ results }) => results.assessment_id)).size).toBe(1);
  expect(again[0].results.assessment_id).not.toBe(assessment_id);
  const log = (await api.acme.secret.get(`/api/audit-log?actor=${id}`)).body.data as any[];
  expect(log.map(({ action, actor }) => [action, actor.kind])).toEqual(
    ['placeAtsOrder', 'cancelAtsOrder', 'placeAtsOrder'].map((action) => [action, 'integration']),
  );
  expect(log[1]).toMatchObject({ target: assessment_id, address: '127.0.0.1' });
});

test('the time of somebody who began is over: the ATS hears of it only when nothing is handed in for an hour', async () => {
  const { id, ats } = await connect('ashby');
  const { assessment_id } = (await ats.made('/assessment.start', start({ candidate: { ...candidate, ashby_id: 'slow' } }))).results;
  const { knex, services } = api.backend;
  const owedIn_s = async () => {
    const { next_at } = await knex('ats_orders').where({ id: assessment_id }).first('next_at');
    return Math.round((next_at.getTime() - Date.now()) / 1000);
  };
  const { interview } = (await api.acme.secret.get(`/api/integrations/${id}/orders`)).body.data[0];
  const { token } = await api.acme.secret.made(`/api/interview/${interview}/tokens`, { role: 'candidate' });
  const ada = new Caller(api.url, { authorization: `Bearer ${token}` });
  await ada.get(`/api/interview/${interview}/workspace`);
  await knex('interviews').where({ id: interview }).update({ limit_ms: 1 });
  await services.sessions.expireDue();
  expect(await owedIn_s()).toBeGreaterThan(3500);
  await ada.post(`/api/interview/${interview}/submit`);
  expect(await owedIn_s()).toBeLessThan(150);
});

test('what Greenhouse finds wrong is kept with the order', async () => {
  const { id, ats } = await connect('greenhouse');
  const { partner_interview_id } = await ats.made('/send_test', sendTest());
  const body = { api_call: 'test_status', errors: ['partner_score is not a number'], partner_interview_id };
  expect(await ats.post('/response_error', body)).toMatchObject({ status: 200, body: {} });
  const { data } = (await api.acme.secret.get(`/api/integrations/${id}/orders`)).body;
  expect(data[0].telling.last_error).toBe('test_status: partner_score is not a number');
});

test('a complaint that comes during an attempt outlives it, and the next that goes well ends it', async () => {
  const { id, ats } = await connect('greenhouse');
  const { partner_interview_id: order } = await ats.made('/send_test', sendTest());
  await ats.post('/response_error', { api_call: 'test_status', errors: ['late'], partner_interview_id: order });
  const { knex } = api.backend;
  const ended = async (answer: { status: number; error: null; known_error: string | null } | null) => {
    await withTenant(knex, api.acme.id, (tx) => recordTelling(tx, order as string, { version: 0, told: true, next_in_s: null, answer }));
    return (await api.acme.secret.get(`/api/integrations/${id}/orders`)).body.data[0].telling.last_error as unknown;
  };
  expect(await ended({ status: 200, error: null, known_error: null })).toBe('test_status: late');
  expect(await ended(null)).toBe('test_status: late');
  expect(await ended({ status: 200, error: null, known_error: 'test_status: late' })).toBeNull();
});

test('secrets are sealed, shown once or never, and logged never; a rolled key works until its overlap ends', async () => {
  const old = await connect('ashby');
  const heir = await api.acme.secret.made(`/api/integrations/${old.id}/roll`, { overlap_ms: 60_000 });
  expect((await old.ats.post('/assessment.list', {})).status).toBe(200);
  expect(heir).toMatchObject({ previous_key_until: expect.any(String), has_credential: true, last_used_at: null });
  await api.acme.secret.made(`/api/integrations/${old.id}/roll`, { overlap_ms: 0 });
  expect((await old.ats.post('/assessment.list', {})).status).toBe(401);

  await old.ats.post('/assessment.start', start());
  const listed = await api.acme.secret.get('/api/integrations?limit=100');
  const { knex } = api.backend;
  const stored = JSON.stringify([await knex('ats_integrations'), await knex('ats_orders')], (_key, value: unknown) =>
    isBuffer(value) ? Buffer.from(value.data).toString('latin1') : value,
  );
  for (const secret of [old.key, heir.key, 'theirs-4711', 'ilm_inv_']) {
    expect(listed.text).not.toContain(secret);
    expect(stored).not.toContain(secret);
    expect(api.logged()).not.toContain(secret);
  }
  expect(api.logged()).not.toMatch(/ada@example|Lovelace/);
});

const isBuffer = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' && value !== null && (value as { type?: string }).type === 'Buffer';

test('without WEBHOOKS_INSECURE nothing is sent to this machine, wherever a stored URL leads', async () => {
  const receiver = await startReceiver();
  const { id } = await connect('ashby');
  await api.backend
    .knex('ats_integrations')
    .where({ id })
    .update({ base_url: `https://127.0.0.1:${receiver.port}` });
  const tried = (await api.acme.secret.post(`/api/integrations/${id}/test`)).body;
  expect(tried).toMatchObject({ state: 'failed', status: null, detail: expect.stringContaining('public internet') });
  expect(receiver.connections).toBe(0);
  await receiver.close();
});

test('a disabled integration is told nothing until it is enabled again', async () => {
  const { id, ats } = await connect('ashby');
  await ats.made('/assessment.start', start({ candidate: { ...candidate, ashby_id: 'someone else' } }));
  await api.acme.secret.put(`/api/integrations/${id}`, { enabled: false });
  const { services, knex } = api.backend;
  await knex('ats_orders').where({ integration_id: id }).update({ next_at: new Date(), told: 0, attempts: 0 });
  const { id: order } = await knex('ats_orders').where({ integration_id: id }).first('id');
  expect((await services.orders.claimDue(100)).map((claimed) => claimed.id)).not.toContain(order);
  await api.acme.secret.put(`/api/integrations/${id}`, { enabled: true });
  const attempts = async () => (await knex('ats_orders').where({ id: order }).first('attempts')).attempts;
  await expect.poll(attempts, { timeout: 30_000 }).toBeGreaterThan(0);
});
