import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ServerSentEvent } from '../handler.js';
import { frames } from './sse.js';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;

async function* two(): AsyncGenerator<ServerSentEvent> {
  yield { id: '1', event: 'delta', data: { text: 'line\nbreak' } };
  yield { event: 'done', data: null };
}

async function collect(events: AsyncIterable<ServerSentEvent>, signal = never, beat?: number): Promise<string[]> {
  const out: string[] = [];
  for await (const frame of frames(events, signal, log, beat)) out.push(frame);
  return out;
}

test('each event is one frame, whatever is in it', async () => {
  expect(await collect(two())).toEqual([
    ': open\n\n',
    'id: 1\nevent: delta\ndata: {"text":"line\\nbreak"}\n\n',
    'event: done\ndata: null\n\n',
  ]);
});

test('a line break in an id can not make a second frame', async () => {
  const hostile = async function* (): AsyncGenerator<ServerSentEvent> {
    yield { id: '1\nevent: fake', event: 'x\r\ndata: y', data: 1 };
  };
  expect((await collect(hostile()))[1]).toBe('id: 1 event: fake\nevent: x  data: y\ndata: 1\n\n');
});

test('silence is filled with comments, and nothing is lost by them', async () => {
  const slow = async function* (): AsyncGenerator<ServerSentEvent> {
    await new Promise((resolve) => setTimeout(resolve, 500));
    yield { event: 'late', data: 1 };
  };
  const out = await collect(slow(), never, 30);
  expect(out.filter((frame) => frame === ': still here\n\n').length).toBeGreaterThanOrEqual(2);
  expect(out.at(-1)).toBe('event: late\ndata: 1\n\n');
});

test('an error in the middle becomes the last event, without its text', async () => {
  const broken = async function* (): AsyncGenerator<ServerSentEvent> {
    yield { event: 'a', data: 1 };
    throw new Error('secret detail');
  };
  const last = (await collect(broken())).at(-1);
  expect(last).toMatch(/^event: error\n.*"code":"internal"/);
  expect(last).not.toContain('secret');
});

test('an abort ends the stream and lets its source clean up', async () => {
  const gone = new AbortController();
  let cleaned = false;
  const endless = async function* (): AsyncGenerator<ServerSentEvent> {
    try {
      for (let n = 0; ; n++) yield { event: 'n', data: n };
    } finally {
      cleaned = true;
    }
  };
  let count = 0;
  for await (const _frame of frames(endless(), gone.signal, log)) if (++count === 5) gone.abort();
  await new Promise((resolve) => setImmediate(resolve));
  expect({ count, cleaned }).toEqual({ count: 5, cleaned: true });
});
