import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type ConnectionStatus } from '@interviewlm/client';
import { endpointRates } from '../src/api/rates.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { Caller } from './support/caller.js';

/** Two servers over one database and one data folder, without a balancer: whoever is asked must do. */
let api: TestApi;
let other: Awaited<ReturnType<TestApi['another']>>;
beforeAll(async () => {
  api = await startTestApi({ TRUSTED_PROXIES: '1' });
  other = await api.another();
});
afterAll(async () => {
  await other.stop();
  await api.close();
});

/** On a busy machine. */
const patience = { timeout: 30_000, interval: 10 };
const onOther = ({ headers }: Caller) => new Caller(other.url, headers);
const tokenOf = ({ headers }: Caller) => (headers['authorization'] ?? '').replace('Bearer ', '');
const clientOf = (caller: Caller, url = caller.url) => createClient({ baseUrl: url, token: tokenOf(caller) });
const logOf = async ({ id, reviewer }: TestInterview) => (await reviewer.get(`/api/interview/${id}/events?limit=1000`)).body.data;

async function begun(): Promise<TestInterview> {
  const mine = await api.acme.createInterview();
  await mine.candidate.get(`/api/interview/${mine.id}/workspace`);
  return mine;
}

test('an event that one server took is told live by the other', async () => {
  const mine = await begun();
  const leaving = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    const options = { params: { id: mine.id }, signal: leaving.signal };
    for await (const { data } of clientOf(mine.observer, other.url).stream('streamEvents', options))
      seen.push((data as { type: string }).type);
  })().catch(() => undefined);
  await expect.poll(() => seen.length, patience).toBeGreaterThan(0);
  const from = performance.now();
  const events = [{ t_ms: 1, type: 'editor.cursor', data: { path: 'sum.js', offset: 1 } }];
  await mine.candidate.made(`/api/interview/${mine.id}/events`, { client_id: crypto.randomUUID(), first_seq: 1, events });
  await expect.poll(() => seen.includes('editor.cursor'), patience).toBe(true);
  expect(performance.now() - from).toBeLessThan(2_000);
  leaving.abort();
  await following;
});

describe('the assistant', () => {
  const events = async (answer: Response) => {
    const text = await answer.text();
    return [...text.matchAll(/^id: (.*)\nevent: (.*)\ndata: (.*)$/gm)].map(([, id = '', event = '', data = '{}']) => ({
      id,
      event,
      text: (JSON.parse(data) as { text?: string }).text ?? '',
    }));
  };
  const said = (all: readonly { text: string }[]) => all.map(({ text }) => text).join('');
  const chat = (url: string, { candidate, id }: TestInterview, init: Omit<RequestInit, 'headers'> & { headers: Record<string, string> }) =>
    fetch(`${url}/api/interview/${id}/chat`, { ...init, headers: { ...candidate.headers, accept: 'text/event-stream', ...init.headers } });
  const question = JSON.stringify({ message: 'Why does it fail?' });
  const post = (key: string) => ({
    method: 'POST',
    body: question,
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });

  test('an answer that broke off at one server goes on at the other', async () => {
    const mine = await begun();
    const leaving = new AbortController();
    const first = await chat(api.url, mine, { ...post('one'), signal: leaving.signal });
    const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader();
    let start = '';
    while (!/event: delta/.test(start)) start += (await reader?.read())?.value ?? '';
    leaving.abort();
    await reader?.cancel().catch(() => undefined);
    const before = await events(new Response(start.slice(0, start.lastIndexOf('\n\n'))));
    const rest = await events(await chat(other.url, mine, { headers: { 'last-event-id': before.at(-1)?.id ?? '' } }));
    const stored = (await mine.candidate.get(`/api/interview/${mine.id}/chat`)).body.messages;
    expect(said(before) + said(rest)).toBe(stored.at(-1).text);
    expect(rest.at(-1)?.event).toBe('done');
  });

  test('a question that comes to both servers is one question', async () => {
    const mine = await begun();
    const both = await Promise.all([chat(api.url, mine, post('two')), chat(other.url, mine, post('two'))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await Promise.all(both.map((answer) => answer.text()));
    // The note of what was answered is lost, as with a process that died before it wrote it.
    await api.backend.knex('idempotency_keys').delete();
    const again = await events(await chat(other.url, mine, post('two')));
    const { messages } = (await mine.candidate.get(`/api/interview/${mine.id}/chat`)).body;
    expect(messages).toHaveLength(2);
    expect(said(again)).toBe(messages[1].text);
    expect((await logOf(mine)).filter(({ type }: { type: string }) => type === 'chat.user')).toHaveLength(1);
  });

  test('an answer whose process died is known to be lost at once', async () => {
    const mine = await begun();
    const { message_id: message } = JSON.parse(
      (/data: (.*)/.exec(await (await chat(api.url, mine, post('three'))).text()) ?? [])[1] ?? '{}',
    );
    // As it was when its process died: it had begun, and nobody holds it.
    await api.backend.knex.raw(
      `update chat_messages set status = 'streaming', content = content || jsonb_build_object('beat_ms', ?::bigint) where id = ?`,
      [Date.now() - 2_500, message],
    );
    const from = performance.now();
    const rest = await events(await chat(other.url, mine, { headers: { 'last-event-id': `${message}.1.0` } }));
    expect(rest.at(-1)?.event).toBe('error');
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});

test('a limit is one limit: what one server gave out, the other has not', async () => {
  const { id } = await begun();
  const guess = (url: string) =>
    new Caller(url, { 'x-forwarded-for': '203.0.113.7' }).post(`/api/interview/${id}/redeem`, { code: 'wrong'.repeat(6) });
  const { burst, perSecond } = endpointRates.redeemCode ?? { burst: 0, perSecond: 0 };
  const statuses: number[] = [];
  const from = performance.now();
  for (let n = 0; n < 80; n++) statuses.push((await guess(n % 2 === 0 ? api.url : other.url)).status);
  const heard = statuses.filter((status) => status !== 429).length;
  const cameBack = Math.ceil(((performance.now() - from) / 1000) * perSecond);
  expect(heard).toBeGreaterThanOrEqual(burst);
  expect(heard).toBeLessThanOrEqual(burst + cameBack + 3);
  // Another address behind the same proxy is nobody's fault.
  const neighbour = new Caller(api.url, { 'x-forwarded-for': '203.0.113.8' });
  expect((await neighbour.post(`/api/interview/${id}/redeem`, { code: 'wrong'.repeat(6) })).status).not.toBe(429);
});

describe('the terminal', () => {
  class Screen {
    text = '';
    states: string[] = [];
    statuses: ConnectionStatus[] = [];
    readonly connection;
    constructor(caller: Caller, interview: string, url: string, fromOffset = 0) {
      this.connection = clientOf(caller, url).openTerminal({
        interview,
        fromOffset,
        onOutput: (data, shown) => {
          this.text += Buffer.from(data).toString('latin1');
          shown();
        },
        onState: (state) => this.states.push(state),
        onStatus: (status) => this.statuses.push(status),
      });
    }
    async answers(typed: string, expected: string): Promise<void> {
      this.connection.send(typed);
      await expect.poll(() => this.text, { interval: 20 }).toContain(expected);
    }
  }

  test('goes on at the other server, with the same files and screen, and ends at the first', async () => {
    const mine = await begun();
    const here = new Screen(mine.candidate, mine.id, api.url);
    await here.answers("echo be''fore > made.txt && cat made.txt\n", 'before');
    here.connection.close();
    const there = new Screen(mine.candidate, mine.id, other.url);
    await there.answers("cat made.txt && echo af''ter\n", 'after');
    expect(there.text).toContain("echo be''fore");
    there.connection.close();
    const outputs = (await logOf(mine)).filter(({ type }: { type: string }) => type === 'terminal.output');
    let end = 0;
    for (const { data } of outputs as { data: { offset: number; base64: string } }[]) {
      expect(data.offset).toBe(end);
      end = data.offset + Buffer.byteLength(data.base64, 'base64');
    }
  });

  test('ends wherever it runs when the interview is handed in elsewhere', async () => {
    const mine = await begun();
    const screen = new Screen(mine.candidate, mine.id, api.url);
    await screen.answers("echo re''ady\n", 'ready');
    await onOther(mine.candidate).made(`/api/interview/${mine.id}/submit`, {});
    await expect.poll(() => screen.states.at(-1), patience).toBe('ended');
    screen.connection.close();
    expect((await logOf(mine)).findLastIndex(({ type }: { type: string }) => type.startsWith('terminal.'))).toBeLessThan(
      (await logOf(mine)).findIndex(({ type }: { type: string }) => type === 'session.submitted'),
    );
  });

  // The last one: it cuts the lines of both servers, which are away for a moment afterwards.
  test('ends when the interview turned out to be over while its server could hear nothing', async () => {
    const mine = await begun();
    const screen = new Screen(mine.candidate, mine.id, api.url);
    await screen.answers("echo re''ady\n", 'ready');
    const { knex } = api.backend;
    await knex('interviews').where({ id: mine.id }).update({ status: 'submitted', submitted_at: knex.fn.now() });
    await knex.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'interviewlm-bus' and datname = current_database()`,
    );
    await expect.poll(() => screen.states.at(-1), patience).toBe('ended');
    screen.connection.close();
  });
});
