import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReplayManifest, Report, SegmentRef } from '@interviewlm/protocol';
import { contentOf } from '@interviewlm/recording';
import { score } from '../src/services/workspace/score.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later, segmentsOf, stateOf } from './support/archived.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const atOf = ({ id }: TestInterview) => ({ tenant: api.acme.id, mode: 'test', interview: id }) as const;

/** Lets days go by until the archive stands as `state` says; the server's own worker may be quicker than this one. */
async function until(interview: TestInterview, state: 'kept' | 'cold', days = 0): Promise<void> {
  const at = atOf(interview);
  await expect
    .poll(
      async () => {
        await later(api.backend.knex, at, days);
        await api.backend.services.archiving.workDue();
        return stateOf(api.backend.knex, at);
      },
      { timeout: 30_000 },
    )
    .toBe(state);
}

async function submitted(): Promise<TestInterview> {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'export const sum = (a, b) => a + b;\n' });
  await candidate.post(`/api/interview/${id}/run-tests`);
  await candidate.made(`/api/interview/${id}/submit`);
  return interview;
}

const eventsOf = async ({ id, reviewer }: TestInterview) => (await reviewer.get(`/api/interview/${id}/events?limit=1000`)).body.data;

test('a submission is archived, and after its retention replayed from the archive alone', async () => {
  const interview = await submitted();
  const { id, reviewer } = interview;
  const { knex, services } = api.backend;
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({ status: 'scored', archived_at: null });
  await until(interview, 'kept');
  const { body: archived } = await api.acme.secret.get(`/api/interview/${id}`);
  expect(archived).toMatchObject({ status: 'archived', archived_at: expect.any(String) });
  const hot = await eventsOf(interview);
  expect(hot.at(-1).type).toBe('session.scored');
  const { body: before } = await reviewer.get(`/api/interview/${id}/replay`);

  await until(interview, 'cold', 8);
  expect(await segmentsOf(knex, atOf(interview))).toEqual([]);
  const { body: manifest } = (await reviewer.get(`/api/interview/${id}/replay`)) as { body: ReplayManifest };
  expect({ ...manifest, segments: null }).toEqual({ ...before, segments: null });
  const bare = ({ url: _url, ...segment }: SegmentRef) => segment;
  expect(manifest.segments.map(bare)).toEqual(before.segments.map(bare));
  const contents = await Promise.all(manifest.segments.map(async (ref) => contentOf(await (await fetch(ref.url)).json(), ref)));
  expect(contents.flatMap(({ events }) => events)).toEqual(hot);
  expect(await stateOf(knex, atOf(interview))).toBe('cold');

  expect(await eventsOf(interview)).toEqual(hot);
  const workspace = await Array.fromAsync(await services.archiving.workspace(atOf(interview)));
  expect(workspace.map(({ path, content }) => [path, Buffer.from(content).toString()])).toContainEqual([
    'sum.js',
    'export const sum = (a, b) => a + b;\n',
  ]);
  expect((await reviewer.get(`/api/interview/${id}/report`)).status).toBe(200);
});

test('what is archived can be scored again, with the same numbers, once its log is back', async () => {
  const interview = await submitted();
  const { id, reviewer } = interview;
  const at = atOf(interview);
  const { knex } = api.backend;
  const report = (await reviewer.get(`/api/interview/${id}/report`)).body as Report;
  const judged = async () => {
    const again = await score(knex, at, 'rescore');
    expect(again).toEqual({ ...report, generated_at: again.generated_at });
    expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({ status: 'archived', score: { value: report.score } });
  };
  await until(interview, 'kept');
  const hot = await eventsOf(interview);
  await judged();
  expect(await eventsOf(interview)).toEqual(hot);

  await until(interview, 'cold', 8);
  await expect(score(knex, at, 'rescore')).rejects.toThrow('in the archive alone');
  expect(await eventsOf(interview)).toEqual(hot);
  await judged();
});

test('what is erased from a log is erased from its archive as well, and the chain still holds', async () => {
  const interview = await submitted();
  const { id } = interview;
  await until(interview, 'cold', 8);
  const manifestOf = async () => (await interview.reviewer.get(`/api/interview/${id}/replay`)).body as ReplayManifest;
  const archived = async () => Promise.all((await manifestOf()).segments.map(async ({ url }) => (await fetch(url)).text()));
  const before = await manifestOf();
  expect((await archived()).join('')).toContain('a + b');
  const seqs = (await eventsOf(interview))
    .filter((event: object) => JSON.stringify(event).includes('a + b'))
    .map(({ seq }: { seq: number }) => seq);
  expect((await api.acme.secret.post(`/api/interview/${id}/events/erase`, { seqs })).body).toEqual({
    object: 'erasure',
    erased: seqs.length,
  });
  expect(await stateOf(api.backend.knex, atOf(interview))).toBe('due');
  await until(interview, 'cold', 8);
  expect((await archived()).join('')).not.toContain('a + b');
  expect((await manifestOf()).head).toBe(before.head);
});

test('following, and a single segment, come from the archive too', async () => {
  const interview = await submitted();
  await until(interview, 'cold', 8);
  const { id, reviewer } = interview;
  const hot = await reviewer.get(`/api/interview/${id}/replay/segments/1`);
  expect(hot.body.events[0]).toMatchObject({ seq: 1 });
  await until(interview, 'cold', 8);
  const controller = new AbortController();
  const seen: number[] = [];
  for await (const { seq } of api.backend.services.recording.follow(atOf(interview), 0, controller.signal)) {
    seen.push(seq);
    if (seq === hot.body.events.length) controller.abort();
  }
  expect(seen[0]).toBe(1);
});

test('an interview whose time ran out is archived as it stands, and can still be handed in from there', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: '// not done' });
  await api.backend.knex('interviews').where({ id }).update({ elapsed_ms: 3_600_000 });
  await api.backend.services.sessions.expireDue();
  await until(interview, 'cold', 8);
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body).toMatchObject({ status: 'expired', archived_at: expect.any(String) });
  await candidate.made(`/api/interview/${id}/submit`);
  await until(interview, 'cold', 8);
  expect((await api.acme.secret.get(`/api/interview/${id}`)).body.status).toBe('archived');
  const events = await eventsOf(interview);
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(events.map((_: unknown, index: number) => index + 1));
});

test('an interview that never began leaves nothing', async () => {
  const interview = await api.acme.createInterview();
  await api.backend
    .knex('interviews')
    .where({ id: interview.id })
    .update({ expires_at: new Date(Date.now() - 1000) });
  await api.backend.services.sessions.expireDue();
  expect(await api.backend.knex('archives').where({ interview_id: interview.id })).toEqual([]);
});

test('what it costs shows in the usage', async () => {
  const interview = await submitted();
  await until(interview, 'cold', 8);
  const { body } = await api.acme.secret.get(`/api/usage?interview=${interview.id}`);
  expect(body.totals.archive_bytes).toBeGreaterThan(1000);
  expect(body.totals.archive_requests).toBeGreaterThan(5);
  expect(body.totals.cost_micros).toBeGreaterThan(0);
  expect((await api.globex.secret.get(`/api/usage?interview=${interview.id}`)).body.data).toEqual([]);
});
