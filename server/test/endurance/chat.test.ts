import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TokenUsage } from '@interviewlm/protocol';
import { startTestApi, type TestApi, type TestInterview } from '../support/api.js';
import { startMessagesApi, type MessagesApi } from '../vendors/messages-api/server.js';

/** The whole way of a token: the vendor's wire, its SDK, our service and its store, SSE over HTTP, a client. */
const streams = 200;
let vendor: MessagesApi;
let api: TestApi;

beforeAll(async () => {
  vendor = await startMessagesApi();
  api = await startTestApi({ ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: vendor.url, TEST_MODE: 'as_live' });
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

interface Sse {
  id: string;
  event: string;
  data: { text?: string } & Partial<TokenUsage>;
}

async function* chat({ candidate, id }: TestInterview, message: string | null, last?: string, signal?: AbortSignal): AsyncGenerator<Sse> {
  const response = await fetch(`${api.url}/api/interview/${id}/chat`, {
    method: message === null ? 'GET' : 'POST',
    headers: {
      ...candidate.headers,
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(last && { 'last-event-id': last }),
    },
    ...(message !== null && { body: JSON.stringify({ message }) }),
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('data')) yield { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as Sse['data'] };
    }
  }
}

const all = (events: AsyncIterable<Sse>) => Array.fromAsync(events);
const said = (events: readonly Sse[]) => events.map(({ event, data }) => (event === 'delta' ? (data.text ?? '') : '')).join('');

test(`${streams} streams side by side drop, mix and reorder nothing, and count every token`, async () => {
  const interviews: TestInterview[] = [];
  for (let n = 0; n < streams; n++) {
    const mine = await api.acme.createInterview();
    // Begun: what is measured here is talk, not two hundred first steps in the same moment.
    await mine.candidate.get(`/api/interview/${mine.id}/workspace`);
    interviews.push(mine);
  }
  const before = vendor.total();
  const answers = await Promise.all(interviews.map((mine, n) => all(chat(mine, `Question ${n}: ${'why '.repeat(1 + (n % 7))}?`))));
  for (const [n, events] of answers.entries()) {
    expect(said(events)).toContain(`You asked: Question ${n}: ${'why '.repeat(1 + (n % 7))}? The test`);
    const places = events.map(({ id }) => Number(id.split('.')[1]));
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
    // Each id says how much of the text there was until then, so nothing before it can be missing or too much.
    const lengths = events.map((_, index) => said(events.slice(0, index + 1)).length);
    expect(events.map(({ id }) => Number(id.split('.')[2]))).toEqual(lengths);
    expect(events.at(-1)?.event).toBe('done');
  }
  const usages = answers.flatMap((events) => events.filter(({ event }) => event === 'usage').map(({ data }) => data));
  const after = vendor.total();
  for (const key of ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const)
    expect(usages.reduce((sum, usage) => sum + (usage[key] ?? 0), 0)).toBe(after[key] - before[key]);
});

test('a connection that breaks anywhere goes on with the rest of the same answer', async () => {
  const whole = 'You asked: Where does it break? The test adds three numbers, and the loop reads one number too many.';
  for (let cut = 1; cut <= 15; cut++) {
    const mine = await api.acme.createInterview();
    const first: Sse[] = [];
    const leaving = new AbortController();
    for await (const event of chat(mine, 'Where does it break?', undefined, leaving.signal)) {
      first.push(event);
      if (first.length === cut) break;
    }
    leaving.abort();
    const rest = await all(chat(mine, null, first.at(-1)?.id ?? ''));
    expect(said(first) + said(rest)).toBe(whole);
  }
});

test('who stops an answer stops the vendor within a second', async () => {
  for (let round = 0; round < 5; round++) {
    const mine = await api.acme.createInterview();
    vendor.next({ blocks: [{ text: 'word '.repeat(2_000) }], delay_ms: 20 });
    const stream = chat(mine, 'Tell me everything.');
    const start = (await stream.next()).value as Sse & { data: { message_id: string } };
    await stream.next();
    const from = performance.now();
    await mine.candidate.delete(`/api/interview/${mine.id}/chat/${start.data.message_id}`);
    expect(await vendor.requests.at(-1)?.over).toBe('client_left');
    expect(performance.now() - from).toBeLessThan(1_000);
    await all(stream);
  }
});
