import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordUsage, type UsageRecord } from '../src/db/usage.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi, type TestTenant } from './support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const use = (tenant: TestTenant, interview: string, ...records: UsageRecord[]) =>
  withTenant(api.backend.knex, tenant.id, async (tx) => {
    for (const record of records) await recordUsage(tx, interview, record);
  });
const usage = async (tenant: TestTenant, query = '') => (await tenant.secret.get(`/api/usage${query}`)).body;

test('what an interview used shows by interview, by day and in total, whoever recorded it how often', async () => {
  const [one, two] = [await api.acme.createInterview(), await api.acme.createInterview()];
  await use(api.acme, one.id, { kind: 'sandbox_ms', quantity: 1_800_000, cost_micros: 100_000, day: '2026-11-24' });
  await use(api.acme, one.id, { kind: 'sandbox_ms', quantity: 1_800_000, cost_micros: 100_000, day: '2026-11-24' });
  await use(api.acme, one.id, { kind: 'volume_byte_days', quantity: 7_000_000_000, cost_micros: 30_000, day: '2026-11-25' });
  await use(
    api.acme,
    two.id,
    { kind: 'assistant_tokens', quantity: 1200, cost_micros: 9_000, day: '2026-11-25' },
    { kind: 'archive_bytes', quantity: 5_000_000, cost_micros: 98, day: '2026-11-25' },
    { kind: 'archive_requests', quantity: 4, cost_micros: 20, day: '2026-11-25' },
  );
  const of = (body: any, interview: string) => body.data.find((entry: { interview: string }) => entry.interview === interview);
  const byInterview = await usage(api.acme);
  expect(of(byInterview, one.id)).toEqual({
    interview: one.id,
    day: null,
    assistant_tokens: 0,
    sandbox_ms: 3_600_000,
    volume_byte_days: 7_000_000_000,
    archive_bytes: 0,
    archive_requests: 0,
    costs_micros: { assistant: 0, sandbox: 200_000, volume: 30_000, archive: 0 },
    cost_micros: 230_000,
  });
  expect(of(byInterview, two.id)).toMatchObject({ costs_micros: { assistant: 9_000, archive: 118 }, cost_micros: 9_118 });
  expect(byInterview.totals).toMatchObject({ sandbox_ms: 3_600_000, assistant_tokens: 1200, cost_micros: 239_118 });

  const byDay = await usage(api.acme, '?by=day');
  expect(byDay.data.map(({ day, interview, cost_micros }: any) => [day, interview, cost_micros])).toEqual([
    ['2026-11-25', null, 39_118],
    ['2026-11-24', null, 200_000],
  ]);
  expect(byDay.totals).toEqual(byInterview.totals);
});

test('filters narrow entries and totals alike, and pages follow one another', async () => {
  const { id } = await api.globex.createInterview();
  const days = ['2026-10-01', '2026-10-02', '2026-10-03'];
  await use(api.globex, id, ...days.map((day): UsageRecord => ({ kind: 'sandbox_ms', quantity: 1000, cost_micros: 56, day })));
  const narrowed = await usage(api.globex, `?by=day&interview=${id}&from=2026-10-02&to=2026-10-03`);
  expect(narrowed.data.map(({ day }: { day: string }) => day)).toEqual(['2026-10-03', '2026-10-02']);
  expect(narrowed.totals.cost_micros).toBe(112);
  const first = await usage(api.globex, `?by=day&interview=${id}&limit=2`);
  expect(first).toMatchObject({ has_more: true, totals: { cost_micros: 168 } });
  const second = await usage(api.globex, `?by=day&interview=${id}&limit=2&cursor=${first.next_cursor}`);
  expect(second.data.map(({ day }: { day: string }) => day)).toEqual(['2026-10-01']);
  expect((await usage(api.globex, `?assessment=${api.globex.assessment}`)).data).toHaveLength(1);
  expect((await usage(api.globex, `?assessment=${api.acme.assessment}`)).data).toEqual([]);
});

test('neither another tenant nor the other mode sees any of it', async () => {
  const { id } = await api.acme.createInterview();
  await use(api.acme, id, { kind: 'sandbox_ms', quantity: 5, cost_micros: 1 });
  expect((await usage(api.globex, `?interview=${id}`)).data).toEqual([]);
  expect((await api.acme.live.get(`/api/usage?interview=${id}`)).body).toMatchObject({ data: [], totals: { cost_micros: 0 } });
});

test('bad filters are named', async () => {
  for (const [query, path] of [
    ['by=week', 'query.by'],
    ['from=24.11.2026', 'query.from'],
    ['to=2026-02-30', 'query.to'],
    ['interview=itv_nope', 'query.interview'],
    ['by=day&cursor=bm9wZQ', 'query.cursor'],
    ['cursor=bm9wZQ', 'query.cursor'],
  ]) {
    const { status, body } = await api.acme.secret.get(`/api/usage?${query}`);
    expect([query, status, body.errors?.[0]?.path]).toEqual([query, 400, path]);
  }
});

test('test runs, also those of the submission, count as time in a sandbox at its price', async () => {
  const { id, candidate } = await api.acme.createInterview();
  const { body: run } = await candidate.post(`/api/interview/${id}/run-tests`);
  await candidate.post(`/api/interview/${id}/submit`);
  const [entry] = (await usage(api.acme, `?interview=${id}`)).data;
  expect(entry.sandbox_ms).toBeGreaterThan(run.duration_ms);
  expect(Math.abs(entry.costs_micros.sandbox - (entry.sandbox_ms * 200_000) / 3_600_000)).toBeLessThan(3);
});
