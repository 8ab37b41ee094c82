import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RetentionDays, RetentionPreview } from '@interviewlm/protocol';
import { insertHold } from '../src/db/holds.js';
import { lockInterview } from '../src/db/interviews.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { newId } from '../src/ids.js';
import { volumeName } from '../src/services/files/synced-volume.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later, stateOf } from './support/archived.js';

let api: TestApi;
beforeAll(async () => {
  // What is due is done when a test says so.
  api = await startTestApi({}, { work: false });
});
afterAll(() => api.close());

const secret = () => api.acme.secret;
const pathOf = ({ id }: { id: string }, rest = '') => `/api/interview/${id}${rest}`;
const atOf = ({ id }: { id: string }) => ({ tenant: api.acme.id, mode: 'test', interview: id }) as const;
const said = 'a line that must be forgotten';

/** Somebody's interview, submitted 100 days ago, scored and only in the archive. */
async function old(email: string, days = 100): Promise<TestInterview> {
  const interview = await api.acme.createInterview({ candidate: { name: 'Grace Hopper', email }, metadata: { desk: email } });
  const { candidate } = interview;
  await candidate.put(pathOf(interview, '/files/sum.js'), { content: 'export const sum = () => 1;\n' });
  await candidate.post(pathOf(interview, '/chat'), { message: said });
  await candidate.made(pathOf(interview, '/submit'));
  await secret().made(pathOf(interview, '/comments'), { author: 'Alan', text: 'Well done', t_ms: 0 });
  const { knex, services } = api.backend;
  const archived = async () => {
    await later(knex, atOf(interview), 30);
    await services.archiving.workDue();
    return stateOf(knex, atOf(interview));
  };
  await expect.poll(archived).toBe('cold');
  await age(interview, days);
  return interview;
}

const age = ({ id }: { id: string }, days: number) =>
  api.backend
    .knex('interviews')
    .where({ id })
    .update({ submitted_at: api.backend.knex.raw(`now() - ? * interval '1 day'`, [days]) });

const set = async (days: Partial<RetentionDays>) => {
  const answer = await secret().put('/api/retention', { days });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

/** A day later. */
async function sweep(): Promise<void> {
  await api.backend.knex('retention').update({ next_at: api.backend.knex.fn.now() });
  while ((await api.backend.services.retention.workDue()) > 0);
  expect(api.logged()).not.toContain('work in the background failed');
}

const sweeps = async () =>
  (await secret().get('/api/audit-log?action=sweepRetention&limit=100')).body.data.map(({ details }: { details: object }) => details);
const erasedOf = async (interview: { id: string }) =>
  (await secret().get(pathOf(interview))).body.erased.map((each: { class: string }) => each.class) as string[];

test('nothing is erased that nobody asked for; a policy holds for its mode alone, and from a day later on', async () => {
  const nothing = { interview: null, recording: null, chat: null, report: null, identity: null, mail: null, webhooks: 30, audit_log: null };
  const before = { object: 'retention', mode: 'test', days: nothing, set_by: null, set_at: null, next_at: null };
  expect((await secret().get('/api/retention')).body).toEqual(before);
  const policy = await set({ recording: 365, audit_log: 730 });
  expect(policy.days).toEqual({ ...nothing, recording: 365, audit_log: 730 });
  expect(Date.parse(policy.next_at)).toBeGreaterThan(Date.now() + 86_000_000);
  expect((await secret().get('/api/retention')).body).toEqual(policy);
  expect((await api.acme.live.get('/api/retention')).body.days).toEqual(nothing);
  expect(await api.backend.services.retention.workDue()).toBe(0);
  for (const days of [{ audit_log: 30 }, { webhooks: null }, { recording: 0 }, { chat: 1.5 }])
    expect((await secret().put('/api/retention', { days })).status, JSON.stringify(days)).toBe(400);
  const [noted] = (await secret().get('/api/audit-log?action=setRetention')).body.data;
  expect(noted.actor).toEqual({ kind: 'secret', id: policy.set_by, email: null });
});

test('without its chat an interview still has its replay, its chain and its report', async () => {
  const [interview, young] = [await old('chat@example.com'), await old('young@example.com', 10)];
  await set({ chat: 30 });
  await sweep();
  expect(await erasedOf(interview)).toEqual(['chat']);
  expect(await erasedOf(young)).toEqual([]);
  expect((await secret().get(pathOf(interview, '/chat'))).body.messages).toEqual([]);
  const { text, body } = await secret().get(pathOf(interview, '/events?limit=1000'));
  expect(text).not.toContain(said);
  const traces = body.data.filter(({ type }: { type: string }) => type === 'log.erased');
  expect(traces.map(({ data }: { data: { type: string } }) => data.type)).toEqual(expect.arrayContaining(['chat.user', 'chat.assistant']));
  const { body: replay } = await secret().get(pathOf(interview, '/replay'));
  const contents = await Promise.all(
    replay.segments.map(async ({ url }: { url: string }) => (await secret().get(url)).body.events as { type: string }[]),
  );
  expect(contents.flat().some(({ type }) => type === 'file.write' || type === 'editor.edit' || type === 'file.create')).toBe(true);
  expect((await secret().get(pathOf(interview, '/export'))).status).toBe(200);
  expect((await secret().get(pathOf(interview, '/report'))).status).toBe(200);
  expect((await sweeps())[0]).toEqual({ chat: 1 });
  const count = (await sweeps()).length;
  await sweep();
  expect(await sweeps()).toHaveLength(count);
});

test('without its recording an interview still has its report, its chat, its comments and an export', async () => {
  const interview = await old('recording@example.com');
  const { knex } = api.backend;
  await set({ recording: 30 });
  await sweep();
  expect(await erasedOf(interview)).toEqual(['recording']);
  for (const path of ['/replay', '/events', '/replay/segments/1'])
    expect((await secret().get(pathOf(interview, path))).body, path).toMatchObject({ status: 410, code: 'erased' });
  expect((await secret().get(pathOf(interview, '/files'))).body.files).toEqual([]);
  expect((await secret().get(pathOf(interview, '/report'))).status).toBe(200);
  expect((await secret().get(pathOf(interview, '/report.pdf'))).status).toBe(200);
  expect((await secret().get(pathOf(interview, '/chat'))).body.messages).toHaveLength(2);
  expect((await secret().get(pathOf(interview, '/comments'))).body.data).toHaveLength(1);
  const { status, text } = await secret().get(pathOf(interview, '/export'));
  expect([status, text.includes('"criteria"')]).toEqual([200, true]);
  for (const table of ['event_segments', 'files', 'answers', 'test_runs', 'snapshots', 'markers'])
    expect(await knex(table).where({ interview_id: interview.id }), table).toEqual([]);
  await expect(api.backend.services.archiving.workspace(atOf(interview))).rejects.toMatchObject({ code: 'not_found' });
  expect((await api.backend.services.reconciling.reconcile({ dryRun: true })).removed.map(({ name }) => name)).not.toContain(
    volumeName(interview.id),
  );
  await api.backend.services.archiving.workDue();
  expect(await stateOf(knex, atOf(interview))).toBe('cold');
});

test('without its report an interview still has its replay, and scores nothing again', async () => {
  const interview = await old('report@example.com');
  await secret().made(pathOf(interview, '/report/overrides'), {
    criterion: 'total',
    score: 80,
    reason: 'It works on the second look',
    author: 'Alan',
  });
  await set({ report: 30 });
  await sweep();
  for (const path of ['/report', '/report.html', '/report.pdf'])
    expect((await secret().get(pathOf(interview, path))).body, path).toMatchObject({ status: 410, code: 'erased' });
  expect((await secret().get(pathOf(interview))).body.score).toBeNull();
  expect((await secret().get(pathOf(interview, '/replay'))).body.segments.length).toBeGreaterThan(0);
  expect((await secret().get(pathOf(interview, '/comments'))).body.data).toEqual([]);
  for (const table of ['reports', 'judgements', 'report_overrides'])
    expect(await api.backend.knex(table).where({ interview_id: interview.id }), table).toEqual([]);
  const young = await old('judged@example.com', 1);
  await set({});
  await secret().made(pathOf(young, '/hold'), { reason: 'Matter 1' });
  const erase = (id: string) => withTenant(api.backend.knex, api.acme.id, ({ sql }) => sql.raw('select erase_judgements(?)', [id]));
  await expect(erase(young.id)).rejects.toThrow(/to be kept/);
  await secret().delete(pathOf(young, '/hold'));
  const stranger = withTenant(api.backend.knex, api.globex.id, ({ sql }) => sql.raw('select erase_judgements(?)', [young.id]));
  await expect(stranger).rejects.toThrow(/to be kept/);
});

test('what people wrote goes where there never was a report, and where it was written after that was gone', async () => {
  const [judged, never] = [await old('after@example.com'), await api.acme.createInterview()];
  const expired = { status: 'expired', expires_at: api.backend.knex.raw(`now() - interval '100 days'`) };
  await api.backend.knex('interviews').where({ id: never.id }).update(expired);
  await set({ report: 30 });
  await sweep();
  for (const interview of [judged, never])
    await secret().made(pathOf(interview, '/comments'), { author: 'Alan', text: 'A late thought', t_ms: 0 });
  await sweep();
  for (const interview of [judged, never]) expect((await secret().get(pathOf(interview, '/comments'))).body.data).toEqual([]);
  expect([await erasedOf(judged), await erasedOf(never)]).toEqual([['report'], []]);
  expect((await sweeps())[0]).toEqual({ report: 2 });
});

test('who a candidate is, is forgotten once all their interviews are old enough', async () => {
  const [first, second] = [await old('ida@example.com'), await old('ida@example.com', 5)];
  await set({ identity: 30 });
  await sweep();
  expect((await secret().get(pathOf(first))).body.candidate.name).toBe('Grace Hopper');
  await age(second, 40);
  await sweep();
  for (const interview of [first, second])
    expect((await secret().get(pathOf(interview))).body).toMatchObject({
      candidate: { name: 'Candidate', email: null, external_id: null },
      metadata: {},
      erased: [{ class: 'identity' }],
    });
  expect((await secret().get(pathOf(first, '/report.html'))).text).not.toContain('Grace');
  expect((await secret().get(pathOf(first, '/links'))).body.data).toHaveLength(1);
  expect((await secret().get('/api/interview?candidate_email=ida@example.com')).body.data).toEqual([]);
  const again = await api.acme.createInterview({ candidate: { name: 'Ida', email: 'ida@example.com' } });
  expect((await secret().get(pathOf(again))).body.candidate).toMatchObject({ name: 'Ida', email: 'ida@example.com' });
});

test('a hold that is being placed on one of their interviews keeps who a candidate is, for the others as well', async () => {
  const [first, held] = [await old('joan@example.com'), await old('joan@example.com')];
  await set({ identity: 30 });
  let swept = Promise.resolve();
  await withTenant(api.backend.knex, api.acme.id, async (tx) => {
    await lockInterview(tx, 'test', held.id);
    await insertHold(tx, { id: newId('hold'), mode: 'test', interview_id: held.id, reason: 'Matter 4', placed_by: newId('key') });
    swept = sweep();
    await sleep(500);
  });
  await swept;
  for (const interview of [first, held]) expect((await secret().get(pathOf(interview))).body.candidate.name).toBe('Grace Hopper');
  await secret().delete(pathOf(held, '/hold'));
});

test('a whole interview goes with its certificate, in the name of the key that set the policy; a hold keeps one', async () => {
  const [gone, held] = [await old('gone@example.com', 400), await old('held@example.com', 400)];
  const hold = await secret().made(pathOf(held, '/hold'), { reason: 'Matter 2' });
  const days = { interview: 365, recording: 30, chat: 30, report: 30, identity: 30, mail: 1, webhooks: 5, audit_log: 183 };
  const { set_by } = await set(days);
  const preview = (await secret().get('/api/retention/preview')).body as RetentionPreview;
  expect(preview.data).toContainEqual({ date: new Date().toISOString().slice(0, 10), class: 'interview', count: 1 });
  expect(preview.held).toBe(1);
  await sweep();
  await api.backend.services.erasing.workDue();
  const { body: erasure } = await secret().get(pathOf(gone, '/erasure'));
  expect(erasure).toMatchObject({ status: 'erased', requested_by: set_by, certificate: { candidate: 'erased' } });
  expect((await secret().get(pathOf(held))).body).toMatchObject({
    hold: { id: hold.id },
    erased: [],
    candidate: { email: 'held@example.com' },
  });
  expect((await secret().get(pathOf(held, '/replay'))).status).toBe(200);
  expect((await sweeps())[0]).toMatchObject({ interview: 1 });
});

test('e-mails, webhook events and audit entries go by their own age; what is owed or held, and half a year of entries, stays', async () => {
  const { knex } = api.backend;
  const interview = await old('rows@example.com', 2);
  const held = await api.acme.createInterview();
  await secret().made(pathOf(held, '/hold'), { reason: 'Matter 3' });
  const made = (days: number) => knex.raw(`now() - ? * interval '1 day'`, [days]);
  const own = { tenant_id: api.acme.id, mode: 'test' };
  const mail = (interview_id: string, state: string, recipient: string) =>
    knex('mails').insert({ ...own, id: newId('mail'), interview_id, kind: 'result', recipient, locale: 'en', state, created_at: made(50) });
  await mail(interview.id, 'sent', 'one@example.com');
  await mail(interview.id, 'pending', 'two@example.com').then(() =>
    knex('mails')
      .where({ state: 'pending' })
      .update({ next_at: made(-1) }),
  );
  await mail(held.id, 'sent', 'three@example.com');
  const event = (days: number, payload: string) =>
    knex('webhook_events').insert({ ...own, id: newId('event'), type: 'interview.scored', payload, created_at: made(days) });
  await Promise.all([event(50, '{"a":1}'), event(20, '{"b":1}'), event(50, JSON.stringify({ data: { interview: held.id } }))]);
  const entry = (days: number, target: string) =>
    knex('audit_log').insert({ ...own, id: newId('audit'), at: made(days), actor_kind: 'secret', actor_id: 'k', action: 'old', target });
  await Promise.all([entry(200, 'a'), entry(200, held.id), entry(100, 'b')]);
  const shown = (await secret().get('/api/retention/preview?mail=30&webhooks=40&audit_log=183')).body as RetentionPreview;
  expect(Object.fromEntries(shown.data.map(({ class: name, count }) => [name, count]))).toMatchObject({
    mail: 1,
    webhooks: 1,
    audit_log: 1,
  });
  await set({ mail: 30, webhooks: 40, audit_log: 183 });
  await sweep();
  expect((await sweeps())[0]).toEqual({ mail: 1, webhooks: 1, audit_log: 1 });
  expect((await knex('mails').whereNot('recipient', 'like', 'ada%').pluck('recipient')).toSorted()).toEqual([
    'three@example.com',
    'two@example.com',
  ]);
  expect(await knex('webhook_events').where(own).pluck('payload')).toHaveLength(2);
  expect((await knex('audit_log').where({ action: 'old' }).pluck('target')).toSorted()).toEqual(['b', held.id].toSorted());
  const forget = withTenant(knex, api.acme.id, ({ sql }) => sql.raw(`select forget_audit_entries('test', interval '1 second', 1000)`));
  expect((await forget).rows).toEqual([{ forget_audit_entries: 0 }]);
});

test('what would be erased is told by day, and a class that is misspelt is refused', async () => {
  const interview = await old('preview@example.com', 100);
  await set({});
  const ask = async (query: string) => (await secret().get(`/api/retention/preview?${query}`)).body as RetentionPreview;
  const dates = async (query: string) => (await ask(query)).data.filter((each) => each.class === 'recording').map(({ date }) => date);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect(await dates('recording=105')).toContain(inDays(5));
  expect(await dates('recording=50')).toContain(inDays(0));
  expect(await dates('recording=140&within_days=30')).not.toContain(inDays(40));
  expect((await ask('recording=105&interview=100')).data.map((each) => each.class)).not.toContain('recording');
  expect((await secret().get('/api/retention/preview?recordng=5')).status).toBe(400);
  expect(await erasedOf(interview)).toEqual([]);
});
