import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionEvent } from '@interviewlm/protocol';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const told = { version: 'hosted-1', locale: 'de', shown_for_ms: 12_345 };
const path = ({ id }: TestInterview) => `/api/interview/${id}/notice`;
const noticesIn = async ({ id, reviewer }: TestInterview) =>
  ((await reviewer.get(`/api/interview/${id}/events?limit=1000`)).body.data as SessionEvent[]).filter(
    ({ type }) => type === 'notice.accepted',
  );

test('what was shown and accepted, and when, is in the log right after its beginning and in the report', async () => {
  const interview = await api.acme.createInterview();
  const made = await interview.candidate.made(path(interview), told);
  expect(made).toMatchObject({ version: 'hosted-1', locale: 'de', by: 'candidate' });
  expect(Date.parse(made.accepted_at) - Date.parse(made.shown_at)).toBe(12_345);
  expect(Math.abs(Date.now() - Date.parse(made.accepted_at))).toBeLessThan(10_000);
  await interview.candidate.get(`/api/interview/${interview.id}/questions`);
  const { data } = (await interview.reviewer.get(`/api/interview/${interview.id}/events?limit=1000`)).body as { data: SessionEvent[] };
  expect(data.slice(0, 2).map(({ seq, t_ms, type }) => [seq, t_ms, type])).toEqual([
    [1, 0, 'session.started'],
    [2, 0, 'notice.accepted'],
  ]);
  expect(data[1]?.data).toEqual(made);
  await interview.candidate.made(`/api/interview/${interview.id}/submit`);
  const report = (await interview.reviewer.get(`/api/interview/${interview.id}/report`)).body;
  expect(report.notices).toEqual([made]);
  const html = (await interview.reviewer.get(`/api/interview/${interview.id}/report.html`)).text;
  expect(html).toMatch(/Notice to the candidate<\/dt><dd>hosted-1 \(de\), shown 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, accepted /);
  expect((await interview.reviewer.get(`/api/interview/${interview.id}/report.pdf`)).status).toBe(200);
  // Afterwards nothing is left to begin.
  expect((await interview.candidate.post(path(interview), { ...told, version: 'hosted-2' })).body.code).toBe('interview_not_active');
}, 60_000);

test('the first time counts; another version is another notice, also in the middle of the interview', async () => {
  const interview = await api.acme.createInterview();
  const first = await interview.candidate.made(path(interview), told);
  expect(await interview.candidate.made(path(interview), { ...told, locale: 'en', shown_for_ms: 1 })).toEqual(first);
  await interview.candidate.get(`/api/interview/${interview.id}/questions`);
  const own = await api.acme.secret.made(path(interview), { version: 'acme:2026-11', locale: 'pt-BR', shown_for_ms: 0 });
  expect(own).toMatchObject({ by: 'tenant', version: 'acme:2026-11' });
  expect((await noticesIn(interview)).map(({ data }) => data)).toEqual([first, own]);
  const { data } = (await api.acme.secret.get('/api/audit-log')).body;
  expect(data[0]).toMatchObject({ action: 'acceptNotice', target: interview.id });
});

test('an interview keeps so many notices and no more', async () => {
  const interview = await api.acme.createInterview();
  for (let n = 0; n < 20; n++) await interview.candidate.made(path(interview), { ...told, version: `own-${n}` });
  const refused = await interview.candidate.post(path(interview), { ...told, version: 'own-20' });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'body.version', code: 'too_many_notices' }] } });
  expect((await interview.candidate.post(path(interview), { ...told, version: 'own-3' })).status).toBe(201);
});

test('nobody takes it back, and what is no version or language is refused', async () => {
  const interview = await api.acme.createInterview();
  await interview.candidate.made(path(interview), told);
  for (const verb of ['delete from notices', 'update notices set locale = locale'])
    await expect(withTenant(api.backend.knex, api.acme.id, ({ sql }) => sql.raw(`${verb} where true`))).rejects.toThrow(
      'permission denied',
    );
  for (const bad of [{ version: '<b>' }, { locale: 'not a language' }, { shown_for_ms: -1 }, { shown_for_ms: 1e12 }])
    expect((await interview.candidate.post(path(interview), { ...told, ...bad })).status).toBe(400);
  expect((await interview.reviewer.post(path(interview), told)).status).toBe(403);
  expect((await api.globex.secret.post(path(interview), told)).status).toBe(404);
});

test('a report without one says so', async () => {
  const interview = await api.acme.createInterview();
  await interview.candidate.get(`/api/interview/${interview.id}/questions`);
  await interview.candidate.made(`/api/interview/${interview.id}/submit`);
  expect((await interview.reviewer.get(`/api/interview/${interview.id}/report.html`)).text).toContain(
    'No notice to the candidate is on record.',
  );
}, 60_000);
