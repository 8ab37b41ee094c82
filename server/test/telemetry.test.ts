import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../src/env.js';
import { openBackend } from '../src/main.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { createTestDatabase } from './support/database.js';
import { ownPort } from './support/port.js';
import { startReceiver, type Receiver } from './support/receiver.js';

interface SentSpan {
  traceId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number | string } }[];
}

let collector: Receiver;
let api: TestApi;
let metricsUrl: string;
let mine: TestInterview;
/** On a busy machine. */
const patience = { timeout: 30_000 };
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

beforeAll(async () => {
  collector = await startReceiver();
  collector.answer = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });
  // OpenTelemetry's SDK reads its variables itself.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  process.env['OTEL_SERVICE_NAME'] = 'interviews-in-a-test';
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '50';
  const port = await ownPort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  api = await startTestApi({ METRICS_PORT: String(port), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  mine = await api.acme.createInterview({}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
  await mine.candidate.get(`/api/interview/${mine.id}/workspace`);
  await mine.candidate.post(`/api/interview/${mine.id}/chat`, { message: 'My secret words' }, { accept: 'text/event-stream' });
  await api.anyone.get('/nowhere/ten_secret');
});
afterAll(async () => {
  await api.close();
  await collector.close();
});

const metrics = async () => (await fetch(metricsUrl)).text();
/** The value of one line of the text format. */
const valueOf = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

test('metrics are on their own port alone', async () => {
  expect((await api.anyone.get('/metrics')).status).toBe(404);
  expect((await fetch(metricsUrl.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(metricsUrl)).headers.get('content-type')).toContain('text/plain');
});

test('requests by route, connections, pool, work that is due, sandboxes, tokens', async () => {
  const before = await metrics();
  const route = (method: string, path: string, status: number) =>
    `interviewlm_request_seconds_count{method="${method}",route="${path}",status="${status}"}`;
  expect(valueOf(before, route('POST', '/api/interview', 201))).toBe(1);
  expect(valueOf(before, route('POST', '/api/interview/:id/chat', 200))).toBe(1);
  expect(valueOf(before, route('GET', 'none', 404))).toBeGreaterThanOrEqual(1);
  expect(valueOf(before, 'interviewlm_live{kind="stream"}')).toBe(0);
  const leaving = new AbortController();
  await fetch(`${api.url}/api/interview/${mine.id}/events/stream`, { headers: mine.observer.headers, signal: leaving.signal });
  expect(valueOf(await metrics(), 'interviewlm_live{kind="stream"}')).toBe(1);
  leaving.abort();
  await expect.poll(async () => valueOf(await metrics(), 'interviewlm_live{kind="stream"}'), patience).toBe(0);
  for (const line of [
    'interviewlm_live{kind="terminal"}',
    'interviewlm_pool_connections{state="used"}',
    'interviewlm_pool_connections{state="waiting"}',
    'interviewlm_sandboxes',
    'interviewlm_assistant_cost_usd_total',
    ...['webhooks', 'ats', 'mail', 'archive', 'erasure', 'score'].map((kind) => `interviewlm_due{kind="${kind}"}`),
  ])
    expect(valueOf(before, line), line).toBeGreaterThanOrEqual(0);
  expect(valueOf(before, 'interviewlm_assistant_tokens_total{kind="output"}')).toBeGreaterThan(0);
});

test('spans continue the caller’s trace', async () => {
  const spans = () => collector.received.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => spansOf(body));
  await expect.poll(() => spans().map(({ name }) => name), patience).toContain('POST /api/interview');
  const made = spans().find(({ name }) => name === 'POST /api/interview');
  expect(made).toMatchObject({ traceId: trace, parentSpanId: '00f067aa0ba902b7' });
  expect(made?.attributes).toContainEqual({ key: 'http.route', value: { stringValue: '/api/interview' } });
  await expect.poll(() => spans().map(({ name }) => name), patience).toContain('assistant answer');
  // What it is part of ends after it, and may be sent after it.
  await expect.poll(() => spans().map(({ name }) => name), patience).toContain('POST /api/interview/:id/chat');
  const asked = spans().find(({ name }) => name === 'POST /api/interview/:id/chat');
  expect(spans().find(({ name }) => name === 'assistant answer')).toMatchObject({ traceId: asked?.traceId });
  expect(collector.received.at(-1)?.body).toContain('interviews-in-a-test');
});

test('what a request waits for outside the process is in its trace: the database, volumes, sandboxes', async () => {
  const spans = () => collector.received.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => spansOf(body));
  const within = (name: string) => {
    const { traceId } = spans().find((span) => span.name === name) ?? {};
    return spans().flatMap((span) => (span.traceId === traceId ? [span.name] : []));
  };
  await expect
    .poll(() => within('POST /api/interview'), patience)
    .toEqual(expect.arrayContaining(['postgresql begin', 'postgresql insert']));
  const run = await mine.candidate.post(`/api/interview/${mine.id}/run-tests`, {});
  expect(run.status).toBe(200);
  await expect.poll(() => within('POST /api/interview/:id/run-tests'), patience).toContain('sandbox run');
  await expect.poll(() => spans().map(({ name }) => name), patience).toContain('volume write');
});

test('nothing in either names a tenant, an interview or what somebody wrote', async () => {
  const all = (await metrics()) + collector.received.map(({ body }) => body).join('\n');
  expect(all).not.toMatch(/\b(ten|itv|asm|cand|key|msg|lnk)_[0-9a-z]{10}/);
  for (const said of ['secret words', 'ten_secret', 'Ada', 'ada@', 'Acme', 'ilm_']) expect(all).not.toContain(said);
});

test('a process that can not have its port says so and leaves nothing open that would keep it alive', async () => {
  const [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-port-'))]);
  const env = parseEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, METRICS_PORT: new URL(metricsUrl).port });
  await expect(openBackend(env, pino({ level: 'silent' }))).rejects.toThrow(/EADDRINUSE/);
  const open = () =>
    database.knex('pg_stat_activity').whereRaw(`datname = current_database() and pid <> pg_backend_pid()`).pluck('application_name');
  const others = async () => (await open()).filter((name) => name === 'interviewlm-bus' || name === 'interviewlm-jobs');
  await expect.poll(others).toEqual([]);
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const spansOf = (body: string): SentSpan[] =>
  (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] }).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  );
