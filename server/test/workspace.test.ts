import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChatStreamEvent, RunResult, SessionEvent } from '@interviewlm/protocol';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import type { Caller } from './support/caller.js';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(async () => {
  await api.close();
});

interface StreamedEvent {
  id: string | undefined;
  event: string;
  data: unknown;
}

/** The events of a text/event-stream answer, comments left out. */
function parseStream(text: string): StreamedEvent[] {
  return text.split('\n\n').flatMap((frame) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
    const event = field('event');
    return event === undefined ? [] : [{ id: field('id'), event, data: JSON.parse(field('data') ?? 'null') as unknown }];
  });
}

const stream = { accept: 'text/event-stream' };
const wrong = 'export const sum = (a, b) => a - b;\n';

/** Where the question's solution goes, and what it is; read from what the candidate is shown and the reference in the table. */
async function solution(interview: Pick<TestInterview, 'id' | 'candidate'>): Promise<{ path: string; content: string }> {
  const answer = await interview.candidate.get(`/api/interview/${interview.id}/questions`);
  const { current } = answer.body as { current: { id: string } };
  const row = await api.backend
    .knex('questions')
    .where({ id: current.id })
    .first<{ source: { reference: { path: string; content: string }[] } }>('source');
  const [file] = row.source.reference;
  if (!file) throw new Error('no reference');
  return file;
}

test('from a wrong solution to a report, as curl would do it', async () => {
  const interview = await api.acme.createInterview();
  const { secret } = api.acme;
  const base = `/api/interview/${interview.id}`;
  const { path, content } = await solution(interview);
  expect((await secret.put(`${base}/files/${path}`, { content: wrong })).body).toMatchObject({ path, version: 2 });
  const failed = await secret.post(`${base}/run-tests`, {});
  expect(failed.status).toBe(200);
  const { tests } = RunResult.parse(failed.body);
  expect(tests.filter(({ status }) => status === 'failed').every(({ name }) => name.length > 0)).toBe(true);
  expect(RunResult.parse(failed.body).failed).toBeGreaterThan(0);
  const passed = RunResult.parse((await secret.post(`${base}/run-tests`, { files: { [path]: content } })).body);
  expect(passed).toMatchObject({ failed: 0, passed: passed.total });
  const chat = parseStream((await secret.post(`${base}/chat`, { message: 'What does my code do?' })).text);
  expect(chat.map(({ event }) => event).join(' ')).toMatch(/^start (delta )+usage done$/);
  expect((await secret.post(`${base}/submit`)).body).toMatchObject({ status: 'scored' });
  expect((await secret.get(`${base}/report`)).body).toMatchObject({ status: 'ready', tests: [{ visible: { passed: passed.total } }] });
  expect((await secret.post(`${base}/submit`)).body).toMatchObject({ code: 'already_submitted', status: 409 });
  const seqs: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await secret.get(`${base}/events?limit=3${cursor && `&cursor=${cursor}`}`);
    const { data, next_cursor } = page.body as { data: SessionEvent[]; next_cursor: string | null };
    seqs.push(...data.map((event) => SessionEvent.parse(event).seq));
    cursor = next_cursor;
  }
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(seqs.length).toBeGreaterThan(10);
});

test("another tenant's key, and the other mode's, finds nothing on any of these", async () => {
  const { id } = await api.acme.createInterview();
  const base = `/api/interview/${id}`;
  const calls: ((who: Caller) => ReturnType<Caller['get']>)[] = [
    (who) => who.get(`${base}/files`),
    (who) => who.get(`${base}/files/sum.js`),
    (who) => who.put(`${base}/files/sum.js`, { content: 'x' }),
    (who) => who.delete(`${base}/files/sum.js`),
    (who) => who.post(`${base}/files/move`, { from: 'a', to: 'b' }),
    (who) => who.post(`${base}/run-tests`, {}),
    (who) => who.post(`${base}/chat`, { message: 'hello' }),
    (who) => who.get(`${base}/chat`),
    (who) => who.get(`${base}/chat`, stream),
    (who) => who.get(`${base}/events`),
    (who) => who.get(`${base}/events/stream`),
    (who) => who.get(`${base}/replay`),
    (who) => who.get(`${base}/replay/segments/1`),
    (who) => who.get(`${base}/questions`),
    (who) => who.post(`${base}/questions`),
    (who) => who.get(`${base}/report`),
    (who) => who.post(`${base}/submit`),
  ];
  for (const who of [api.globex.secret, api.acme.live]) {
    for (const call of calls) expect((await call(who)).body).toMatchObject({ status: 404, code: 'not_found' });
  }
});

describe('files', () => {
  test('a version conflict is a problem document with both versions', async () => {
    const { id, candidate } = await api.acme.createInterview();
    const { path } = await solution({ id, candidate });
    const url = `/api/interview/${id}/files/${path}`;
    expect((await candidate.put(url, { content: 'mine' }, { 'if-match': '"1"' })).status).toBe(200);
    const refused = await candidate.put(url, { content: 'theirs' }, { 'if-match': '"1"' });
    expect(refused.status).toBe(409);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'version_conflict', base_version: 1, current: { version: 2, content: 'mine' } });
  });

  test.each(['../secret', 'a/%2e%2e/%2e%2e/b', 'a%00b', '%2Fetc%2Fpasswd', 'a%5Cb', 'a//b'])('the path %s is refused', async (path) => {
    const { id, candidate } = await api.acme.createInterview();
    const { status } = await candidate.put(`/api/interview/${id}/files/${path}`, { content: 'x' });
    expect([400, 404, 405]).toContain(status);
    const tree = await candidate.get(`/api/interview/${id}/files`);
    expect((tree.body as { files: unknown[] }).files.length).toBeLessThanOrEqual(2);
  });

  test('names of any script, of markup and of prototypes are only names', async () => {
    const { id, candidate } = await api.acme.createInterview();
    for (const name of ['naïve 日本.js', '<img src=x onerror=alert(1)>.js', '__proto__', 'constructor/toString']) {
      const url = `/api/interview/${id}/files/${name.split('/').map(encodeURIComponent).join('/')}`;
      expect((await candidate.put(url, { content: name })).status).toBe(200);
      expect((await candidate.get(url)).body).toMatchObject({ path: name, content: name });
    }
  });
});

test('a run streams its output and then its result; a second one meanwhile is a problem document', async () => {
  const { id, candidate } = await api.acme.createInterview();
  const { path, content } = await solution({ id, candidate });
  const files = { [path]: `console.log('hello from the run');\n${content}` };
  const first = candidate.post(`/api/interview/${id}/run-tests`, { files }, stream);
  const events = parseStream((await first).text);
  expect(
    events
      .filter(({ event }) => event === 'output')
      .map(({ data }) => (data as { text: string }).text)
      .join(''),
  ).toContain('hello from the run');
  expect(events.at(-1)?.event).toBe('result');
  expect(RunResult.parse(events.at(-1)?.data).failed).toBe(0);
  const answers = await Promise.all([0, 1].map(() => candidate.post(`/api/interview/${id}/run-tests`, {}, stream)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'run_in_progress' });
});

test('the assistant answers in the contract, and who reconnects gets the rest of the same answer', async () => {
  const { id, candidate } = await api.acme.createInterview();
  const answer = parseStream((await candidate.post(`/api/interview/${id}/chat`, { message: 'How should I start?' })).text);
  for (const { event, data } of answer) expect(ChatStreamEvent.parse(data).type).toBe(event);
  const middle = Math.floor(answer.length / 2);
  expect(answer[middle + 1]?.event).toBe('delta');
  const rest = await candidate.get(`/api/interview/${id}/chat`, { ...stream, 'last-event-id': answer[middle]?.id ?? '' });
  // What is there already is told as one, under the id of its last word.
  const missed = answer.slice(middle + 1);
  const words = missed.filter(({ event }) => event === 'delta');
  const text = words.map(({ data }) => (data as { text: string }).text).join('');
  expect(parseStream(rest.text)).toEqual([
    { ...words.at(-1), data: { type: 'delta', text } },
    ...missed.filter(({ event }) => event !== 'delta'),
  ]);
  expect((await candidate.get(`/api/interview/${id}/chat`)).body).toMatchObject({
    messages: [{ role: 'user' }, { role: 'assistant', status: 'complete' }],
  });
});

describe('events', () => {
  test('batches are acknowledged once and a gap names what is expected', async () => {
    const { id, candidate } = await api.acme.createInterview();
    const url = `/api/interview/${id}/events`;
    await candidate.get(`/api/interview/${id}/files`);
    const batch = { client_id: randomUUID(), first_seq: 1, events: [{ t_ms: 1, type: 'integrity.focus', data: {} }] };
    expect((await candidate.post(url, batch)).body).toEqual({ acked_seq: 1, next_seq: 2 });
    expect((await candidate.post(url, batch)).body).toEqual({ acked_seq: 1, next_seq: 2 });
    expect((await candidate.post(url, { ...batch, first_seq: 5 })).body).toMatchObject({
      status: 409,
      code: 'sequence_gap',
      expected_seq: 2,
    });
    const forged = { ...batch, first_seq: 2, events: [{ t_ms: 1, type: 'tests.result', data: {} }] };
    expect((await candidate.post(url, forged)).body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect((await candidate.get(url)).status).toBe(403);
  });

  test('an observer follows the log live and goes on after the last event it saw', async () => {
    const { id, candidate, observer } = await api.acme.createInterview();
    await candidate.get(`/api/interview/${id}/files`);
    const first = await readStream(observer, `/api/interview/${id}/events/stream`, 2);
    expect(first.map(({ id: seq, event }) => [seq, event])).toEqual([
      ['1', 'event'],
      ['2', 'event'],
    ]);
    const following = readStream(observer, `/api/interview/${id}/events/stream`, 1, { 'last-event-id': '2' });
    await candidate.put(`/api/interview/${id}/files/notes.md`, { content: 'hi' });
    expect((await following)[0]).toMatchObject({ id: '3', data: { type: 'file.create', data: { path: 'notes.md' } } });
  });
});

test('nothing of a candidate is logged: no code, no prompt, no token', async () => {
  const { id, candidate } = await api.acme.createInterview();
  await candidate.put(`/api/interview/${id}/files/private.md`, { content: 'my private words' });
  await candidate.post(`/api/interview/${id}/chat`, { message: 'my private question' });
  expect(api.logged()).not.toMatch(/my private|private\.md|eyJ/);
});

/** The first `count` events of a stream that doesn't end by itself. */
async function readStream(who: Caller, path: string, count: number, headers: Record<string, string> = {}): Promise<StreamedEvent[]> {
  const answer = await fetch(who.url + path, { headers: { ...who.headers, ...headers } });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = parseStream(text.slice(0, text.lastIndexOf('\n\n') + 2));
    // Leaving the loop ends the connection.
    if (events.length >= count) return events.slice(0, count);
  }
  throw new Error('the stream ended');
}
