import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';
import { Caller } from './support/caller.js';
import { startModalServer, type ModalServer } from './vendors/modal-server/server.js';

/** Every call that makes, finds or uses a sandbox, or reads a volume. */
const vendorCalls = [
  'appGetOrCreate',
  'sandboxCreateV2',
  'sandboxGetFromNameV2',
  'sandboxListV2',
  'sandboxWaitV2',
  'taskExecStart',
  'volumeGetOrCreate',
  'volumeListFiles2',
  'volumePutFiles2',
];

let modal: ModalServer;
let api: TestApi;
let base: string;
let candidate: Caller;

beforeAll(async () => {
  modal = await startModalServer();
  process.env['MODAL_SERVER_URL'] = modal.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
  for (const method of vendorCalls) modal.faults.always(method, 'never');
  api = await startTestApi({ MODAL_TOKEN_ID: 'ak-test', MODAL_TOKEN_SECRET: 'as-test' });
  const { live, liveAssessment } = api.acme;
  const { id } = await live.made('/api/interview', { assessment: liveAssessment, candidate: { name: 'Ada', email: 'ada@example.com' } });
  const { token } = await live.made(`/api/interview/${id}/tokens`, { role: 'candidate' });
  base = `/api/interview/${id}`;
  candidate = new Caller(api.url, { authorization: `Bearer ${token}` });
});
afterAll(async () => {
  for (const method of vendorCalls) modal.faults.always(method, null);
  await api.close();
  await modal.close();
}, 120_000);

test('nothing that a page opens and works with waits for the vendor, which never answers', async () => {
  const opened = await candidate.get(`${base}/workspace`);
  expect(opened).toMatchObject({ status: 200, body: { work: { desk: { active: 'sum.js' }, open: [{ path: 'sum.js' }] } } });
  expect((await candidate.put(`${base}/files/sum.js`, { content: 'saved' })).body).toMatchObject({ version: 2 });
  const events = [{ t_ms: 1, type: 'editor.open', data: { path: 'sum.js' } }];
  expect((await candidate.post(`${base}/events`, { client_id: randomUUID(), first_seq: 1, events })).body).toMatchObject({ acked_seq: 1 });
  expect((await candidate.post(`${base}/chat`, { message: 'How should I start?' })).text).toContain('event: done');
  expect((await candidate.get(`${base}/chat`)).body.messages).toHaveLength(2);
});

test('a resume says what is there already and that the sandbox is starting', async () => {
  const { body } = await api.acme.live.post(`${base}/resume`);
  expect(body).toMatchObject({ interview: { status: 'started' }, restored: { files: 2, chat_messages: 2, sandbox: 'starting' } });
  expect((await candidate.get(`${base}/workspace`)).body).toMatchObject({ work: { open: [{ content: 'saved' }] } });
  expect(modal.sandboxes()).toEqual([]);
});
