import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreJob } from '../src/jobs/score.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { Caller } from './support/caller.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const codeOf = (link: string) => ({ code: link.split('#')[1] });
const begin = ({ id, candidate }: TestInterview) => candidate.get(`/api/interview/${id}/questions`);

test('opening the link starts nothing; the first look at the work starts the clock', async () => {
  const { id, candidate, reviewer, links } = await api.acme.createInterview();
  await api.anyone.made(`/api/interview/${id}/redeem`, codeOf(links.candidate));
  await reviewer.get(`/api/interview/${id}/files`);
  expect((await candidate.get(`/api/interview/${id}`)).body).toMatchObject({
    status: 'created',
    clock: { running: false, elapsed_ms: 0 },
    links: null,
  });
  const { body } = await candidate.get(`/api/interview/${id}/files`);
  expect(body.files.map((file: { path: string }) => file.path)).toEqual(['sum.js', 'sum.test.js']);
  expect((await candidate.get(`/api/interview/${id}`)).body).toMatchObject({ status: 'started', clock: { running: true } });
});

test('everyone sees of an interview what is theirs to see', async () => {
  const { id, candidate, observer } = await api.acme.createInterview({
    metadata: { job: '42' },
    candidate: { name: 'Eve', email: 'eve@example.com', external_id: 'x-1' },
  });
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({
    metadata: { job: '42' },
    candidate: { email: 'eve@example.com', external_id: 'x-1' },
  });
  expect((await candidate.get(`/api/interview/${id}`)).body).toMatchObject({
    metadata: {},
    candidate: { name: 'Eve', email: 'eve@example.com', external_id: null },
  });
  expect((await observer.get(`/api/interview/${id}`)).body).toMatchObject({ metadata: {}, candidate: { name: 'Eve', email: null } });
});

test('an invite code is good for session tokens until it is revoked', async () => {
  const { id, links } = await api.acme.createInterview();
  const redeemed = await api.anyone.post(`/api/interview/${id}/redeem`, codeOf(links.candidate));
  expect(redeemed.status).toBe(201);
  expect(redeemed.body).toMatchObject({ role: 'candidate', interview: id });
  expect(Date.parse(redeemed.body.expires_at) - Date.now()).toBeLessThanOrEqual(900_000);
  const page = new Caller(api.url, { authorization: `Bearer ${redeemed.body.token}` });
  expect((await page.get(`/api/interview/${id}`)).status).toBe(200);

  const { body: list } = await api.acme.secret.get(`/api/interview/${id}/links`);
  const invite = list.data.find((link: { role: string }) => link.role === 'candidate');
  expect(invite.redeemed).toBe(1);
  expect((await api.acme.secret.delete(`/api/interview/${id}/links/${invite.id}`)).status).toBe(204);
  expect((await api.anyone.post(`/api/interview/${id}/redeem`, codeOf(links.candidate))).status).toBe(404);
  expect((await api.anyone.post(`/api/interview/${id}/redeem`, codeOf(links.replay))).body.role).toBe('reviewer');
});

test('a wrong code, a code of another interview and an unknown interview get one and the same answer', async () => {
  const [one, other] = await Promise.all([api.acme.createInterview(), api.acme.createInterview()]);
  const unknown = one.id.replace(/.{4}$/, 'zzzz');
  const answers = await Promise.all([
    api.anyone.post(`/api/interview/${one.id}/redeem`, { code: `ilm_inv_${'A'.repeat(40)}` }),
    api.anyone.post(`/api/interview/${one.id}/redeem`, codeOf(other.links.candidate)),
    api.anyone.post(`/api/interview/${unknown}/redeem`, codeOf(one.links.candidate)),
  ]);
  const seen = answers.map(({ status, body }) => ({ status, ...body, request_id: null }));
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(seen[0]).toMatchObject({ status: 404, code: 'not_found' });
});

test('only an accommodation, or the tenant, stops the clock', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await begin(interview);
  expect((await candidate.post(`/api/interview/${id}/pause`)).body.code).toBe('pause_not_allowed');
  expect((await api.acme.secret.post(`/api/interview/${id}/pause`)).body).toMatchObject({ status: 'paused', clock: { running: false } });
  expect((await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'x' })).body.code).toBe('interview_not_active');
  const resumed = await candidate.post(`/api/interview/${id}/resume`);
  expect(resumed.body).toMatchObject({
    interview: { status: 'started', clock: { running: true } },
    restored: { files: 2, chat_messages: 0 },
  });
});

test('more time and pauses are granted by accommodation', async () => {
  const { id, candidate } = await api.acme.createInterview({ accommodations: { time_multiplier: 1.5, pause_allowed: true } });
  const { body } = await candidate.post(`/api/interview/${id}/pause`);
  expect(body).toMatchObject({ status: 'paused', clock: { limit_ms: 5_400_000 } });
});

test('what has been submitted stays as it is, and is scored', async () => {
  const { id, candidate, reviewer } = await api.acme.createInterview();
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'export const sum = (a, b) => a + b;\n' });
  const run = await candidate.post(`/api/interview/${id}/run-tests`);
  expect(run.body).toMatchObject({ passed: 1, failed: 0, total: 1 });
  const { body: receipt } = await candidate.post(`/api/interview/${id}/submit`);
  expect(receipt).toMatchObject({ object: 'submission', interview: id, status: 'scored' });
  for (const answer of await Promise.all([
    candidate.post(`/api/interview/${id}/submit`),
    candidate.put(`/api/interview/${id}/files/sum.js`, { content: '' }),
  ])) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'already_submitted' } });
  }
  const { body: report } = await reviewer.get(`/api/interview/${id}/report`);
  expect(report.tests).toMatchObject([{ visible: { passed: 1, total: 1 }, hidden: { passed: 1, total: 1 } }]);
  expect((await candidate.get(`/api/interview/${id}`)).body.score).toBeNull();
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({ status: 'scored', score: { max: 100 } });
});

test('of two submissions at once, one is taken', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await begin(interview);
  const answers = await Promise.all([1, 2, 3].map(() => candidate.post(`/api/interview/${id}/submit`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

test('when the time is over, the work is closed but can still be handed in', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await begin(interview);
  await api.backend.knex('interviews').where({ id }).update({ elapsed_ms: 3_600_000 });
  await api.backend.services.sessions.expireDue();
  expect((await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'late' })).body.code).toBe('interview_expired');
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({
    status: 'expired',
    clock: { elapsed_ms: 3_600_000, running: false },
  });
  expect((await candidate.post(`/api/interview/${id}/submit`)).status).toBe(200);
});

test('an invitation that nobody took in time expires, and can not be handed in', async () => {
  const { id } = await api.acme.createInterview();
  await api.backend
    .knex('interviews')
    .where({ id })
    .update({ expires_at: new Date(Date.now() - 1000) });
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body.status).toBe('expired');
  expect((await api.acme.secret.post(`/api/interview/${id}/submit`)).body.code).toBe('interview_expired');
});

test('whoever began in time may finish, and renew their token, after the invitation has run out', async () => {
  const interview = await api.acme.createInterview();
  const { id, links } = interview;
  const soon = new Date(Date.now() + 60_000);
  await api.backend.knex('interviews').where({ id }).update({ expires_at: soon });
  await api.backend.knex('interview_links').where({ interview_id: id }).update({ expires_at: soon });
  await begin(interview);
  await api.backend
    .knex('interviews')
    .where({ id })
    .update({ expires_at: new Date(Date.now() - 60_000) });
  await api.backend.services.sessions.expireDue();
  const again = await api.anyone.made(`/api/interview/${id}/redeem`, codeOf(links.candidate));
  expect((await new Caller(api.url, { authorization: `Bearer ${again.token}` }).get(`/api/interview/${id}`)).body.status).toBe('started');
  const { body } = await api.acme.secret.get(`/api/interview/${id}/links`);
  const until = Object.fromEntries(
    body.data.map(({ role, expires_at }: { role: string; expires_at: string }) => [role, Date.parse(expires_at)]),
  );
  expect(until['candidate']).toBeGreaterThan(Date.now() + 86_400_000);
  expect(until['reviewer']).toBe(soon.getTime());
});

test('a submission whose process died is scored by whoever takes up its note', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await begin(interview);
  await candidate.post(`/api/interview/${id}/submit`);
  const at = { tenant: api.acme.id, mode: 'test', interview: id } as const;
  await api.backend.knex('reports').where({ interview_id: id }).delete();
  await api.backend.knex('interviews').where({ id }).update({ status: 'submitted', score: null });
  await scoreJob(api.backend.services.sessions, api.backend.telemetry.tracing).run(at);
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body.status).toBe('scored');
});

test('lists run newest first, page by page, through what is inserted meanwhile', async () => {
  const email = 'lists@example.com';
  const make = () => api.globex.createInterview({ candidate: { name: 'L', email } }).then(({ id }) => id);
  const ids = [await make(), await make(), await make()];
  const first = (await api.globex.secret.get(`/api/interview?limit=2&candidate_email=LISTS@example.com`)).body;
  expect(first).toMatchObject({ has_more: true });
  await make();
  const second = (await api.globex.secret.get(`/api/interview?limit=2&candidate_email=${email}&cursor=${first.next_cursor}`)).body;
  expect(second).toMatchObject({ has_more: false, next_cursor: null });
  expect([...first.data, ...second.data].map(({ id }: { id: string }) => id)).toEqual(ids.reverse());
  expect((await api.globex.secret.get('/api/interview?status=scored')).body.data).toEqual([]);
  expect((await api.globex.secret.get('/api/interview?cursor=bm9wZQ')).body.errors).toMatchObject([{ path: 'query.cursor' }]);
});

test('lists find a candidate by a part of their name or address, in any case, and nothing by what only looks like a pattern', async () => {
  const { assessment, secret } = api.globex;
  for (const [name, email] of [
    ['Émilie du Châtelet', 'emilie@search.example'],
    ['100% Sure_', 'sure@search.example'],
  ])
    await secret.made('/api/interview', { assessment, candidate: { name, email } });
  const found = async (search: string) =>
    (await secret.get(`/api/interview?search=${encodeURIComponent(search)}`)).body.data.map(({ candidate }: any) => candidate.name);
  expect(await found('ÉMILIE DU')).toEqual(['Émilie du Châtelet']);
  expect(await found('e@Search')).toEqual(['100% Sure_', 'Émilie du Châtelet']);
  expect(await found('% s')).toEqual(['100% Sure_']);
  expect(await found('%u')).toEqual([]);
  expect((await api.acme.secret.get('/api/interview?search=search.example')).body.data).toEqual([]);
});

test('an applicant starts an open assessment from a page of the tenant, and gets no replay of it', async () => {
  const body = { assessment: api.acme.assessment, candidate: { name: 'Mallory', email: 'ada@example.com' } };
  expect((await api.acme.page.get(`/api/assessments/${api.acme.assessment}/card`)).body).toMatchObject({
    object: 'assessment_card',
    question_count: 1,
  });
  const started = await api.acme.page.post('/api/interview/start', body);
  expect(started.status).toBe(201);
  expect(started.body).toMatchObject({ candidate: { name: 'Mallory' }, links: { replay: null }, session: { role: 'candidate' } });
  const { id } = await api.acme.createInterview();
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body.candidate.name).toBe('Ada Lovelace');
});
