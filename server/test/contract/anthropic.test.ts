import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnthropicAssistant } from '../../src/providers/anthropic/index.js';
import type { AssistantChunk, AssistantPort, AssistantRequest } from '../../src/services/assistant/port.js';
import { startMessagesApi, type MessagesApi } from '../vendors/messages-api/server.js';
import type { Reply } from '../vendors/messages-api/reply.js';
import { askAbout, chunksOf, textOf } from './requests.js';

let api: MessagesApi;
let assistant: AssistantPort;
beforeAll(async () => {
  api = await startMessagesApi();
  assistant = createAnthropicAssistant({ apiKey: 'test-key', baseUrl: api.url, idle_ms: 400 });
});
afterAll(() => api.close());

const ask = (over: Partial<AssistantRequest> = {}) => askAbout({ model: 'claude-sonnet-5-5', text: 'Why does my test fail?', ...over });
const collect = (request = ask(), signal = new AbortController().signal) => chunksOf(assistant.stream(request, signal));

/** Everything that came, and the error that ended it. */
async function failing(...replies: Reply[]): Promise<{ chunks: AssistantChunk[]; error: unknown; calls: number }> {
  const before = api.requests.length;
  api.next(...replies);
  const chunks: AssistantChunk[] = [];
  try {
    for await (const chunk of assistant.stream(ask(), new AbortController().signal)) chunks.push(chunk);
  } catch (error) {
    return { chunks, error, calls: api.requests.length - before };
  }
  throw new Error('the call did not fail');
}

describe('AN1 a refused call is not repeated, a busy vendor is asked again', () => {
  const now = { 'retry-after-ms': '1' };
  test.each([
    [400, 'invalid_request_error', 'rejected', false, 1],
    [413, 'request_too_large', 'rejected', false, 1],
    [401, 'authentication_error', 'unauthorized', false, 1],
    [403, 'permission_error', 'unauthorized', false, 1],
    [429, 'rate_limit_error', 'rate_limited', true, 3],
    [500, 'api_error', 'unavailable', true, 3],
    [529, 'overloaded_error', 'overloaded', true, 3],
  ])('%i %s is %s', async (status, type, code, retryable, calls) => {
    const result = await failing(...Array.from({ length: calls }, () => ({ status, type, headers: now })));
    expect(result.error).toMatchObject({ name: 'AssistantError', code, retryable });
    expect(result.calls).toBe(calls);
    expect(result.chunks).toEqual([]);
  });

  test('a vendor that asks for a long wait is not waited for', async () => {
    const result = await failing({ status: 429, type: 'rate_limit_error', headers: { 'retry-after': '3600' } });
    expect(result).toMatchObject({ calls: 1, error: { code: 'rate_limited', retryable: true } });
  });

  test('the candidate never notices a failure before the first token', async () => {
    api.next({ status: 529, type: 'overloaded_error', headers: now }, { reset: true }, { blocks: [{ text: 'Third time lucky.' }] });
    expect(textOf(await collect())).toBe('Third time lucky.');
  });

  test('nobody is there at all', async () => {
    const nowhere = createAnthropicAssistant({ apiKey: 'test-key', baseUrl: 'http://127.0.0.1:9', retries: 0 });
    await expect(chunksOf(nowhere.stream(ask(), new AbortController().signal))).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  test('a wrong key is told without the key', async () => {
    const wrong = createAnthropicAssistant({ apiKey: 'not-the-key-at-all', baseUrl: api.url });
    const error: unknown = await chunksOf(wrong.stream(ask(), new AbortController().signal)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify([error, String((error as Error).cause)])).not.toContain('not-the-key-at-all');
  });
});

describe('AN2 trouble after the first token ends the answer, once, with what it cost', () => {
  const blocks = [{ text: 'An answer that will not be finished in this life.' }];
  test.each([
    ['an overload', { error: 'overloaded_error' }, 'overloaded'],
    ['a server error', { error: 'api_error' }, 'unavailable'],
    ['a dropped connection', 'drop', 'unavailable'],
    ['an end without a stop', 'end', 'unavailable'],
    ['silence', 'stall', 'stalled'],
  ] as const)('%s', async (_, then, code) => {
    const { chunks, error, calls } = await failing({ blocks, then, after: 5 });
    expect(error).toMatchObject({ name: 'AssistantError', code, retryable: true });
    expect(textOf(chunks)).toBe('An answer that wil'.slice(0, textOf(chunks).length));
    expect(textOf(chunks).length).toBeGreaterThan(5);
    expect(chunks.filter(({ type }) => type === 'usage')).toHaveLength(1);
    expect(calls).toBe(1);
  });

  test('pings are a sign of life, however long the model thinks', async () => {
    api.next({ blocks: [{ text: 'late' }], then: 'ping_forever', after: 1 });
    const abort = new AbortController();
    const waiting = collect(ask(), abort.signal);
    await new Promise((resolve) => setTimeout(resolve, 900));
    abort.abort();
    expect((await waiting).at(-1)).toEqual({ type: 'stop', reason: 'aborted' });
  });

  test('a tool call with broken input is an error, and never a call', async () => {
    const { chunks, error } = await failing({ blocks: [{ tool: 'propose_edit', input: {}, json: '{"path": "sum.js", "con' }] });
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(chunks.some(({ type }) => type === 'tool_use')).toBe(false);
  });

  test('a tool call that max_tokens cut off is left out, and the reason told', async () => {
    api.next({ blocks: [{ text: 'Here.' }, { tool: 'propose_edit', input: { content: 'x'.repeat(500) } }] });
    const chunks = await collect(ask({ max_tokens: 20 }));
    expect(chunks.some(({ type }) => type === 'tool_use')).toBe(false);
    expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'max_tokens' });
  });
});

describe('AN3 whoever leaves stops the vendor', () => {
  test.each(['abort', 'break'] as const)('by %s, within a second, and the tokens so far are known', async (how) => {
    api.next({ blocks: [{ text: 'word '.repeat(400) }], delay_ms: 5 });
    const abort = new AbortController();
    const chunks: AssistantChunk[] = [];
    for await (const chunk of assistant.stream(ask(), abort.signal)) {
      chunks.push(chunk);
      if (chunks.length === 10 && how === 'break') break;
      if (chunks.length === 10) abort.abort();
    }
    const left = performance.now();
    expect(await api.requests.at(-1)?.over).toBe('client_left');
    expect(performance.now() - left).toBeLessThan(1000);
    if (how === 'abort') expect(chunks.at(-2)).toMatchObject({ type: 'usage', usage: { output_tokens: 15 } });
  });

  test('also while nothing has come yet', async () => {
    api.next({ blocks: [{ text: 'never' }], then: 'stall', after: 0 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const started = performance.now();
    expect(await collect(ask(), abort.signal)).toEqual([{ type: 'stop', reason: 'aborted' }]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('AN4 what is sent', () => {
  test('the stable part of the system prompt is cached, the rest is not, and both counts arrive', async () => {
    const request = ask({ system: [`You help. ${'Policy. '.repeat(50)}`, 'The open file is a.js.'] });
    const usageOf = (chunks: AssistantChunk[]) => chunks.find((chunk) => chunk.type === 'usage')?.usage;
    const first = usageOf(await collect(request));
    const second = usageOf(await collect({ ...request, system: [request.system[0] ?? '', 'The open file is b.js.'] }));
    expect(api.requests.at(-1)?.body.system).toEqual([
      { type: 'text', text: request.system[0], cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'The open file is b.js.' },
    ]);
    expect(first?.cache_write_tokens).toBeGreaterThan(100);
    expect(second?.cache_read_tokens).toBe(first?.cache_write_tokens);
    expect(second?.cache_write_tokens).toBe(0);
  });

  test('nothing but system, messages and tools reaches the vendor', async () => {
    const request = ask();
    const hidden = { ...request.context, files: [{ path: 'secret.js', content: 'the hidden tests', read_only: true }] };
    await collect({ ...request, context: hidden });
    const { body } = api.requests.at(-1) ?? {};
    expect(JSON.stringify(body)).not.toContain('hidden tests');
    expect(Object.keys(body ?? {}).toSorted()).toEqual(['max_tokens', 'messages', 'model', 'stream', 'system', 'thinking', 'tools']);
  });

  test('empty text, which the vendor refuses, is left out', async () => {
    const request = ask();
    const blank = { role: 'assistant' as const, content: [{ type: 'text' as const, text: '  \n' }] };
    expect(textOf(await collect({ ...request, messages: [...request.messages, blank, ...request.messages] }))).not.toBe('');
    expect(api.requests.at(-1)?.body.messages.map(({ role }) => role)).toEqual(['user', 'user']);
  });
});

test('AN5 200 answers side by side lose, mix and miscount nothing', async () => {
  const fresh = await startMessagesApi();
  const many = createAnthropicAssistant({ apiKey: 'test-key', baseUrl: fresh.url });
  const questions = Array.from({ length: 200 }, (_, n) => `Question ${n}: ${'why '.repeat(1 + (n % 7))}?`);
  const answers = await Promise.all(
    questions.map((text) =>
      chunksOf(many.stream(ask({ messages: [{ role: 'user', content: [{ type: 'text', text }] }] }), new AbortController().signal)),
    ),
  );
  for (const [n, chunks] of answers.entries()) expect(textOf(chunks)).toContain(`You asked: ${questions[n] ?? ''} The test`);
  const usages = answers.flatMap((chunks) => chunks.flatMap((chunk) => (chunk.type === 'usage' ? [chunk.usage] : [])));
  const sum = (key: 'input_tokens' | 'output_tokens' | 'cache_read_tokens' | 'cache_write_tokens') =>
    usages.reduce((total, usage) => total + usage[key], 0);
  expect(usages).toHaveLength(200);
  expect(fresh.total()).toEqual({
    input_tokens: sum('input_tokens'),
    output_tokens: sum('output_tokens'),
    cache_read_tokens: sum('cache_read_tokens'),
    cache_write_tokens: sum('cache_write_tokens'),
  });
  await fresh.close();
});
