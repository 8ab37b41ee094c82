import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, type NewEvent, type SessionEvent } from '@interviewlm/protocol';
import { withTenant } from '../../db/tenant-tx.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addInterview, addTenant, openTestBus } from '../../../test/support/interview.js';
import type { Bus } from './bus.js';
import { chain, sha256 } from './codec.js';
import { createRecording, type Recording } from './index.js';
import { append, type At } from './log.js';
import { Room } from './room.js';

let database: TestDatabase;
let bus: Bus;
let recording: Recording;
let tenant: string;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await openTestBus(database.url);
  recording = createRecording(database.knex, bus);
  tenant = await addTenant(database.knex);
});

afterAll(async () => {
  await bus.close();
  await database.close();
});

const newInterview = (options = {}) => addInterview(database.knex, tenant, options);
const cursor = (offset: number, t_ms = 1000): NewEvent => ({ t_ms, type: 'editor.cursor', data: { path: 'sum.js', offset } });
const cursors = (from: number, count: number) => Array.from({ length: count }, (_, index) => cursor(from + index));
const serverAppend = (at: At, offset: number) =>
  withTenant(database.knex, at.tenant, (tx) =>
    append(tx, at.interview, [{ type: 'terminal.resize', data: { terminal: 0, cols: 80, rows: offset } }]),
  );

async function readLog(at: At, limit = 1000): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for (let next: string | null | undefined; next !== null;) {
    const page: Awaited<ReturnType<Recording['listEvents']>> = await recording.listEvents(at, { limit, ...(next && { cursor: next }) });
    events.push(...page.data);
    next = page.next_cursor;
  }
  return events;
}

const offsets = (events: readonly SessionEvent[]) => events.flatMap((event) => (event.type === 'editor.cursor' ? [event.data.offset] : []));

describe('exactly once', () => {
  test('RC4 RC5 RC6 any order of repeats, overlaps and gaps leaves each event in the log once, in order', async () => {
    const batch = fc.record({ first: fc.integer({ min: 1, max: 14 }), count: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 12 }), async (batches) => {
        const at = await newInterview();
        const client_id = randomUUID();
        let acked = 0;
        for (const { first, count } of batches) {
          const sent = recording.appendBatch(at, { client_id, first_seq: first, events: cursors(first, count) });
          if (first > acked + 1) {
            await expect(sent).rejects.toMatchObject({ code: 'sequence_gap', members: { expected_seq: acked + 1 } });
            continue;
          }
          acked = Math.max(acked, first + count - 1);
          expect(await sent).toEqual({ acked_seq: acked, next_seq: acked + 1 });
        }
        const log = await readLog(at);
        expect(offsets(log)).toEqual(Array.from({ length: acked }, (_, index) => index + 1));
        expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index + 1));
      }),
      { numRuns: 25 },
    );
  });

  test('RC1 writers that send at the same time share one count without a hole', async () => {
    const at = await newInterview();
    const writers = Array.from({ length: 6 }, () => randomUUID());
    const sends = writers.flatMap((client_id) =>
      [1, 1, 6].map((first_seq) => () => recording.appendBatch(at, { client_id, first_seq, events: cursors(first_seq, 5) })),
    );
    const sent = await Promise.allSettled(
      [...sends, ...Array.from({ length: 10 }, (_, index) => () => serverAppend(at, index + 1))].map((send) => send()),
    );
    const again = await Promise.all(
      writers.map((client_id) => recording.appendBatch(at, { client_id, first_seq: 6, events: cursors(6, 5) })),
    );
    expect(again).toEqual(writers.map(() => ({ acked_seq: 10, next_seq: 11 })));
    expect(sent.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(writers.length);
    const log = await readLog(at, 7);
    expect(log.map((event) => event.seq)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  });

  test('RC4 a repeated batch is acknowledged after submission, a new event is not taken', async () => {
    const at = await newInterview();
    const client_id = randomUUID();
    await recording.appendBatch(at, { client_id, first_seq: 1, events: cursors(1, 3) });
    await database.knex('interviews').where({ id: at.interview }).update({ status: 'submitted' });
    expect(await recording.appendBatch(at, { client_id, first_seq: 2, events: cursors(7, 2) })).toEqual({ acked_seq: 3, next_seq: 4 });
    await expect(recording.appendBatch(at, { client_id, first_seq: 3, events: cursors(3, 2) })).rejects.toMatchObject({
      code: 'already_submitted',
    });
    expect(offsets(await readLog(at))).toEqual([1, 2, 3]);
  });
});

test('RC2 the head of the chain is made of every segment, and of nothing else', async () => {
  const at = await newInterview();
  const client_id = randomUUID();
  for (let first = 1; first <= 9; first += 3) await recording.appendBatch(at, { client_id, first_seq: first, events: cursors(first, 3) });
  await serverAppend(at, 5);
  const segments = await database
    .knex('event_segments')
    .where({ interview_id: at.interview })
    .orderBy('first_seq')
    .select<{ payload: Buffer; sha256: Buffer; head: Buffer }[]>('payload', 'sha256', 'head');
  const head = segments.reduce<Buffer | null>((previous, { payload }) => chain(previous, sha256(payload)), null);
  const row = await database
    .knex('interviews')
    .where({ id: at.interview })
    .first<{ log_hash: Buffer; log_seq: number }>('log_hash', 'log_seq');
  expect(segments).toHaveLength(4);
  expect(segments.every(({ payload, sha256: stored }) => sha256(payload).equals(stored))).toBe(true);
  expect(segments.at(-1)?.head).toEqual(head);
  expect(row.log_hash).toEqual(head);
  expect(row.log_seq).toBe(10);
});

test('RC3 a rolled back append leaves no event and no count', async () => {
  const at = await newInterview();
  await expect(
    withTenant(database.knex, tenant, async (tx) => {
      await append(tx, at.interview, [{ type: 'session.resumed', data: {} }]);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await serverAppend(at, 1);
  expect((await readLog(at)).map(({ seq, type }) => [seq, type])).toEqual([[1, 'terminal.resize']]);
});

test('RC7 a clock that runs ahead is set back, one that runs a little ahead is believed', async () => {
  const at = await newInterview();
  await recording.appendBatch(at, {
    client_id: randomUUID(),
    first_seq: 1,
    events: [cursor(1, 500), cursor(2, 62_000), cursor(3, 9_000_000)],
  });
  const [first, second, third] = await readLog(at);
  expect([first?.t_ms, second?.t_ms]).toEqual([500, 62_000]);
  expect(third?.t_ms).toBeGreaterThanOrEqual(60_000);
  expect(third?.t_ms).toBeLessThan(120_000);
});

test('RC8 suppressed signals are acknowledged and not kept', async () => {
  const at = await newInterview({ accommodations: { suppress_signals: ['blur'] } });
  const events: NewEvent[] = [{ t_ms: 1, type: 'integrity.blur', data: {} }, cursor(1), { t_ms: 2, type: 'integrity.focus', data: {} }];
  expect(await recording.appendBatch(at, { client_id: randomUUID(), first_seq: 1, events })).toEqual({ acked_seq: 3, next_seq: 4 });
  expect((await readLog(at)).map((event) => event.type)).toEqual(['editor.cursor', 'integrity.focus']);
});

test('a batch over 512 KiB is refused whole, naming the field', async () => {
  const at = await newInterview();
  const big: NewEvent = {
    t_ms: 1,
    type: 'editor.edit',
    data: { path: 'a', version: 1, changes: [[0, 0, 'x'.repeat(limits.batchBytes)]], origin: 'paste' },
  };
  await expect(recording.appendBatch(at, { client_id: randomUUID(), first_seq: 1, events: [big] })).rejects.toMatchObject({
    code: 'too_large',
    members: { errors: [{ path: 'body.events' }] },
  });
  expect(await readLog(at)).toEqual([]);
});

test('RC14 a process that has enough to write sends pages away for a moment, and takes their batch then', async () => {
  const at = await newInterview();
  const narrow = createRecording(database.knex, bus, { room: new Room(1) });
  const batch = (client_id: string) => narrow.appendBatch(at, { client_id, first_seq: 1, events: cursors(1, 2) });
  const [first, second] = [randomUUID(), randomUUID()];
  const running = batch(first);
  await expect(batch(second)).rejects.toMatchObject({ code: 'rate_limited', members: { retry_after: 2 } });
  expect(await running).toEqual({ acked_seq: 2, next_seq: 3 });
  expect(await batch(second)).toEqual({ acked_seq: 2, next_seq: 3 });
});

test("another tenant's, and the other mode's, interview is not there", async () => {
  const at = await newInterview();
  const other = await addTenant(database.knex);
  for (const wrong of [
    { ...at, tenant: other },
    { ...at, mode: 'live' as const },
  ]) {
    await expect(recording.appendBatch(wrong, { client_id: randomUUID(), first_seq: 1, events: [cursor(1)] })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(recording.listEvents(wrong, { limit: 10 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(recording.replayManifest(wrong)).rejects.toMatchObject({ code: 'not_found' });
    await expect(recording.segmentContent(wrong, 1)).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('filters by type, family and time; a cursor of another list is refused', async () => {
  const at = await newInterview();
  const events: NewEvent[] = [
    cursor(1, 100),
    { t_ms: 200, type: 'editor.open', data: { path: 'a' } },
    { t_ms: 300, type: 'integrity.focus', data: {} },
  ];
  await recording.appendBatch(at, { client_id: randomUUID(), first_seq: 1, events });
  const types = async (query: object) => (await recording.listEvents(at, { limit: 10, ...query })).data.map((event) => event.type);
  expect(await types({ type: 'editor.open' })).toEqual(['editor.open']);
  expect(await types({ type: 'editor.*' })).toEqual(['editor.cursor', 'editor.open']);
  expect(await types({ type: 'editor.open,integrity.focus', from_ms: 250 })).toEqual(['integrity.focus']);
  expect(await types({ from_ms: 150, to_ms: 250 })).toEqual(['editor.open']);
  await expect(recording.listEvents(at, { limit: 10, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'invalid_request' });
});

test('a manifest names every segment, and its markers point into the log', async () => {
  const at = await newInterview();
  await recording.appendBatch(at, {
    client_id: randomUUID(),
    first_seq: 1,
    events: [cursor(1), { t_ms: 50, type: 'integrity.blur', data: {} }],
  });
  await serverAppend(at, 3);
  const manifest = await recording.replayManifest(at);
  expect(manifest).toMatchObject({ last_seq: 3, complete: false, candidate: { name: 'Ada' }, title: 'Basics' });
  // RC9: 950 ms before the event that the same page wrote before it is a corrected clock.
  expect(manifest.markers).toEqual([{ seq: 2, t_ms: 1000, kind: 'blur', label: 'Left the page' }]);
  const contents = await Promise.all(manifest.segments.map((segment) => recording.segmentContent(at, segment.first_seq)));
  const events = contents.flatMap((content) => content.events);
  expect(events).toEqual(await readLog(at));
  await expect(recording.segmentContent(at, 2)).rejects.toMatchObject({ code: 'not_found' });
});

describe('follow', () => {
  test('tells what is there, then what another process appends, once and in order', async () => {
    const at = await newInterview();
    const client_id = randomUUID();
    await recording.appendBatch(at, { client_id, first_seq: 1, events: cursors(1, 3) });
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const event of recording.follow(at, 1, stop.signal)) {
        seen.push(event.seq);
        if (event.seq === 23) stop.abort();
      }
    })();
    const elsewhere = createRecording(database.knex, bus);
    for (let first = 4; first <= 23; first += 4) {
      await sleep(5);
      await elsewhere.appendBatch(at, { client_id, first_seq: first, events: cursors(first, 4) });
    }
    await following;
    expect(seen).toEqual(Array.from({ length: 22 }, (_, index) => index + 2));
  });

  test('hears of an append within a moment, and ends when its reader leaves', async () => {
    const at = await newInterview();
    const stop = new AbortController();
    const events = recording.follow(at, 0, stop.signal)[Symbol.asyncIterator]();
    const next = events.next();
    await sleep(100);
    const began = performance.now();
    await serverAppend(at, 9);
    expect((await next).value).toMatchObject({ seq: 1 });
    expect(performance.now() - began).toBeLessThan(1000);
    const idle = events.next();
    stop.abort();
    expect(await idle).toEqual({ done: true, value: undefined });
  });
});
