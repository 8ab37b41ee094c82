import 'fake-indexeddb/auto';
import type { EventBatch, NewEvent } from '@interviewlm/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../client.js';
import { openOutbox } from '../storage/outbox.js';
import { TestServer, json, problem } from '../testing/server.js';
import { InterviewClock } from './clock.js';
import { inPieces } from './events.js';
import type { ClientEvent } from './events.js';
import { createRecorder } from './recorder.js';
import type { Recorder, RecorderOptions } from './recorder.js';

let interview: string;
let server: TestServer;
let log: Log;
let count = 0;

/** Takes batches by the rules of the contract: in order for each writer, and none twice. */
class Log {
  readonly events: NewEvent[] = [];
  readonly writers = new Map<string, number>();

  take({ client_id, first_seq, events }: EventBatch): { acked_seq: number; next_seq: number } | { expected_seq: number } {
    const next = this.writers.get(client_id) ?? 1;
    if (first_seq > next) return { expected_seq: next };
    const fresh = events.slice(next - first_seq);
    this.events.push(...fresh);
    const after = Math.max(next, first_seq + events.length);
    this.writers.set(client_id, after);
    return { acked_seq: after - 1, next_seq: after };
  }
}

beforeEach(async () => {
  interview = `itv_${String(++count).padStart(26, '0')}`;
  log = new Log();
  server = await new TestServer().start();
  server.answer = ({ body }, response) => {
    const answer = log.take(body as EventBatch);
    if ('expected_seq' in answer) problem(response, 409, 'sequence_gap', answer);
    else json(response, answer);
  };
});
afterEach(() => server.stop());

const start = (options: Partial<RecorderOptions> = {}): Promise<Recorder> =>
  createRecorder({
    client: createClient({ baseUrl: server.baseUrl, token: 't' }),
    interview,
    clock: new InterviewClock(),
    flushMs: 20,
    backoff: { firstMs: 20, maxMs: 40 },
    ...options,
  });
const typed = (text: string, offset = 0): ClientEvent => ({
  type: 'editor.edit',
  data: { path: 'a.ts', version: 1, changes: [[offset, 0, text]], origin: 'typed' },
});
const texts = () => log.events.flatMap((event) => (event.type === 'editor.edit' ? event.data.changes.map(([, , text]) => text) : []));
const settled = async (check: () => boolean) => {
  for (let turn = 0; turn < 2_000 && !check(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(check()).toBe(true);
};

describe('the recorder', () => {
  test('sends in order, and leaves nothing behind', async () => {
    const recorder = await start({ flushBytes: 200 });
    for (let at = 0; at < 100; at++) recorder.record(typed(String(at), at));
    await recorder.flush();
    expect(texts()).toEqual(Array.from({ length: 100 }, (_, at) => String(at)));
    expect(server.seen.length).toBeGreaterThan(10);
    await settled(() => recorder.status === 'idle');
    expect(await (await openOutbox()).all(interview)).toEqual([]);
  });

  test('a lost acknowledgement adds nothing twice', async () => {
    const take = server.answer;
    let drop = 2;
    server.answer = (seen, response) => {
      if (drop-- <= 0) return take(seen, response);
      log.take(seen.body as EventBatch);
      response.destroy();
      return undefined;
    };
    const recorder = await start();
    recorder.record(typed('a'));
    await recorder.flush();
    recorder.record(typed('b'));
    await recorder.flush();
    expect(texts()).toEqual(['a', 'b']);
  });

  test('a server that is busy is left alone as long as it asks, and that is no gap', async () => {
    let refusals = 2;
    const { answer } = server;
    const times: number[] = [];
    server.answer = (request, response) => {
      times.push(performance.now());
      return refusals-- > 0 ? problem(response, 429, 'rate_limited', { retry_after: 0.3 }) : answer(request, response);
    };
    const recorder = await start();
    recorder.record(typed('a'));
    await recorder.flush();
    expect(texts()).toEqual(['a']);
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 290)).toBe(true);
    expect(log.events.some(({ type }) => type === 'network.gap')).toBe(false);
    recorder.close();
  });

  test('what was typed offline survives the page and is sent first by the next one', async () => {
    await server.stop();
    const first = await start();
    first.record(typed('one'));
    await settled(() => first.status === 'offline');
    first.record(typed('two'));
    first.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.start();
    const second = await start();
    second.record(typed('three'));
    await second.flush();
    expect(texts()).toEqual(['one', 'two', 'three']);
    expect(log.writers.size).toBe(2);
  });

  test('says how long the server was away', async () => {
    await server.stop();
    const recorder = await start();
    recorder.record(typed('a'));
    await settled(() => recorder.status === 'offline');
    await server.start();
    await settled(() => log.events.some((event) => event.type === 'network.gap'));
    expect(log.events.find((event) => event.type === 'network.gap')?.data).toMatchObject({ reason: 'offline' });
  });

  test('a batch that the server can’t take costs only itself, and says so', async () => {
    const take = server.answer;
    let refused = 0;
    server.answer = (seen, response) => {
      const poisoned = JSON.stringify(seen.body).includes('poison');
      if (poisoned) refused++;
      return poisoned ? problem(response, 400, 'invalid_request') : take(seen, response);
    };
    const recorder = await start();
    recorder.record(typed('before'));
    await recorder.flush();
    recorder.record(typed('poison'));
    await recorder.flush();
    recorder.record(typed('after'));
    await settled(() => texts().includes('after'));
    expect(texts()).toEqual(['before', 'after']);
    expect(refused).toBe(1);
    expect(log.events.filter((event) => event.type === 'network.gap').length).toBeGreaterThan(0);
  });

  test('stops when the interview is over', async () => {
    server.answer = (_seen, response) => problem(response, 409, 'already_submitted');
    const recorder = await start();
    recorder.record(typed('late'));
    await recorder.flush();
    expect(recorder.status).toBe('closed');
    expect(await (await openOutbox()).all(interview)).toEqual([]);
  });

  test('leaves out what an accommodation suppresses, and cursors that nothing came between', async () => {
    const recorder = await start({ suppress: ['integrity.blur'] });
    recorder.record({ type: 'integrity.blur', data: {} });
    for (let offset = 0; offset < 5; offset++) recorder.record({ type: 'editor.cursor', data: { path: 'a.ts', offset } });
    recorder.record(typed('x'));
    await recorder.flush();
    expect(log.events.map(({ type }) => type)).toEqual(['editor.cursor', 'editor.edit']);
  });

  test('keeps within its bytes and says that something is missing', async () => {
    await server.stop();
    const recorder = await start({ capBytes: 2000, flushBytes: 300 });
    for (let at = 0; at < 100; at++) recorder.record(typed(`${at} ${'x'.repeat(20)}`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.start();
    await recorder.flush();
    recorder.record(typed('room again'));
    await recorder.flush();
    expect(texts().length).toBeLessThan(40);
    expect(texts().at(-1)).toBe('room again');
    expect(log.events.some((event) => event.type === 'network.gap' && event.data.reason === 'lost')).toBe(true);
  });
});

describe('a long paste', () => {
  test('in pieces makes the same text', () => {
    const text = '\u{1f600}ab'.repeat(60_000);
    const pieces = inPieces({ type: 'editor.edit', data: { path: 'a', version: 1, changes: [[2, 3, text]], origin: 'paste' } });
    expect(pieces.length).toBeGreaterThan(2);
    let result = '01xyz9';
    for (const piece of pieces) {
      if (piece.type !== 'editor.edit') throw new Error('Only edits');
      for (const [offset, deleted, inserted] of piece.data.changes) {
        expect(() => encodeURIComponent(inserted)).not.toThrow();
        result = result.slice(0, offset) + inserted + result.slice(offset + deleted);
      }
    }
    expect(result).toBe(`01${text}9`);
  });
});
