import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewEvent, SessionEvent } from '@interviewlm/protocol';
import { apply, createReplay, emptyState, Timeline, urlSource, type Replay } from '@interviewlm/recording';
import { longSession } from '@interviewlm/recording/testing';
import { withTenant } from '../../db/tenant-tx.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addInterview, addTenant, openTestBus } from '../../../test/support/interview.js';
import type { Bus } from './bus.js';
import { sha256, type Unplaced } from './codec.js';
import { deskOf } from './desk.js';
import { chainEvents } from './event-chain.js';
import { openFoldThread } from './fold-thread.js';
import { createRecording, type Recording } from './index.js';
import { append, type At } from './log.js';

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

const newInterview = () => addInterview(database.knex, tenant);
const record = (at: At, events: readonly SessionEvent[], per = 60) =>
  withTenant(database.knex, tenant, async (tx) => {
    for (let from = 0; from < events.length; from += per) await append(tx, at.interview, events.slice(from, from + per));
  });

async function readLog(at: At): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for (let next: string | null | undefined; next !== null;) {
    const page: Awaited<ReturnType<Recording['listEvents']>> = await recording.listEvents(at, {
      limit: 1000,
      ...(next && { cursor: next }),
    });
    events.push(...page.data);
    next = page.next_cursor;
  }
  return events;
}

/** The recording as a page sees it, and which segments it asked for. */
async function open(at: At): Promise<{ replay: Replay; asked: string[] }> {
  const asked: string[] = [];
  const source = urlSource({
    manifest: () => recording.replayManifest(at),
    read: (url) => {
      asked.push(url);
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      return recording.segmentContent(at, Number(pathname.split('/').at(-1)), Number(searchParams.get('last_seq')));
    },
  });
  return { replay: await createReplay(source), asked };
}

const session = longSession(3000, 12).events.filter(({ type }) => type !== 'file.write');

describe('RC16 what a manifest named is there also after folding', () => {
  const events = session.slice(0, 900);
  const textsOf = async (replay: Replay) =>
    [...(await replay.seek(replay.duration_ms)).files].map(([path, { content, damaged }]) => [path, content, damaged]);

  test('between the manifest and any of its segments, and again when the interview is over', async () => {
    const at = await newInterview();
    await record(at, events, 20);
    const whole = await open(at);
    const expected = await textsOf(whole.replay);
    const [folded, resting] = [await open(at), await open(at)];
    await recording.fold(at);
    expect(await textsOf(folded.replay)).toEqual(expected);
    expect(folded.asked).toHaveLength(45);
    const middle = await open(at);
    await middle.replay.seek(middle.replay.duration_ms / 2);
    await database.knex('interviews').where({ id: at.interview }).update({ status: 'submitted' });
    await withTenant(database.knex, tenant, (tx) => append(tx, at.interview, [{ type: 'session.submitted', data: {} }]));
    await recording.fold(at);
    expect((await recording.replayManifest(at)).segments).not.toEqual(middle.replay.manifest.segments);
    expect(await textsOf(middle.replay)).toEqual(expected);
    await middle.replay.loadAll();
    expect(middle.replay.entries).toHaveLength(900);
    expect(await textsOf(resting.replay)).toEqual(expected);
    expect(resting.replay.timeline.malformed).toBe(0);
  });

  test('a number that no manifest named is still not found', async () => {
    const at = await newInterview();
    await record(at, events.slice(0, 20), 20);
    await expect(recording.segmentContent(at, 2)).rejects.toMatchObject({ code: 'not_found' });
    await expect(recording.segmentContent(at, 21, 40)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('RC11 folding changes how events are stored, and no event', () => {
  test('in one go or bit by bit, the log is the same, and so is the chain', async () => {
    const at = await newInterview();
    await record(at, session);
    const before = await readLog(at);
    expect(before.length).toBe(session.length);
    await recording.fold(at);
    expect(await readLog(at)).toEqual(before);
    const other = await newInterview();
    for (let from = 0; from < session.length; from += 170) {
      await record(other, session.slice(from, from + 170), 30);
      if (from % 4 === 0) await recording.fold(other);
    }
    await recording.fold(other);
    expect(await readLog(other)).toEqual(before);
    const heads = await database.knex('interviews').whereIn('id', [at.interview, other.interview]).pluck<Buffer[]>('folded_hash');
    expect(heads).toEqual([chainEvents(null, before), chainEvents(null, before)]);
  });

  test('a moment in the middle is one segment away, and is the same as by the whole log', async () => {
    const at = await newInterview();
    await record(at, session);
    await recording.fold(at);
    const { replay, asked } = await open(at);
    const t = 7 * 60_000;
    const state = await replay.seek(t);
    expect(asked.length).toBe(1);
    const timeline = new Timeline();
    timeline.append(session);
    const played = timeline.entries.filter((entry) => entry.at <= t).reduce((all, { event }) => apply(all, event), emptyState);
    expect(state.files).toEqual(played.files);
    expect(state).toMatchObject({ open: played.open, cursor: played.cursor, messages: played.messages, signals: played.signals });
    expect(replay.manifest.segments.every(({ events, keyframe }) => events <= 9000 && keyframe)).toBe(true);
    await replay.loadAll();
    expect(replay.timeline).toMatchObject({ gaps: [], malformed: 0 });
  });

  test('folded while it runs, again and again, it lies in as few segments as when it is folded at once', async () => {
    const [bit, whole] = [await newInterview(), await newInterview()];
    for (let from = 0; from < session.length; from += 200) {
      await record(bit, session.slice(from, from + 200), 50);
      await recording.fold(bit);
    }
    await record(whole, session);
    await recording.fold(whole);
    const [seen, expected] = [await open(bit), await open(whole)];
    expect(seen.replay.manifest.segments).toHaveLength(2);
    expect(seen.replay.manifest.segments.map(({ events, from_ms, to_ms }) => [events, from_ms, to_ms])).toEqual(
      expected.replay.manifest.segments.map(({ events, from_ms, to_ms }) => [events, from_ms, to_ms]),
    );
    expect((await seen.replay.seek(300_000)).files).toEqual((await expected.replay.seek(300_000)).files);
    expect(await readLog(bit)).toEqual(await readLog(whole));
  });

  test('a thread of its own folds to the same bytes, and finds what was changed', async () => {
    const thread = openFoldThread();
    const elsewhere = createRecording(database.knex, bus, { refold: thread.refold });
    const [here, there, spoilt] = [await newInterview(), await newInterview(), await newInterview()];
    for (const at of [here, there, spoilt]) await record(at, session.slice(0, 900));
    await recording.fold(here);
    await elsewhere.fold(there);
    const hashes = (at: At) => database.knex('event_segments').where({ interview_id: at.interview }).orderBy('first_seq').pluck('sha256');
    expect(await hashes(there)).toEqual(await hashes(here));
    await database
      .knex('event_segments')
      .where({ interview_id: spoilt.interview, first_seq: 61 })
      .update({ payload: Buffer.from('x') });
    await expect(elsewhere.fold(spoilt)).rejects.toMatchObject({ name: 'TamperedLog' });
    await thread.close();
  });

  test('RC13 a batch that comes late goes where it belongs, and no keyframe after it is believed until then', async () => {
    const at = await newInterview();
    await database.knex('interviews').where({ id: at.interview }).update({ elapsed_ms: 3_600_000 });
    await record(at, session);
    await recording.fold(at);
    const late = Array.from({ length: 20 }, (_, index): NewEvent => ({
      t_ms: 300_000 + index,
      type: 'integrity.copy',
      data: { chars: 1 },
    }));
    await recording.appendBatch(at, { client_id: randomUUID(), first_seq: 1, events: late });
    const unfolded = await open(at);
    expect((await unfolded.replay.seek(600_000)).signals.copies).toBe(20);
    expect(unfolded.replay.manifest.segments.some(({ keyframe, from_ms }) => keyframe && from_ms > 300_000)).toBe(false);
    const before = await readLog(at);
    await recording.fold(at);
    const folded = await open(at);
    expect((await folded.replay.seek(600_000)).signals.copies).toBe(20);
    expect((await folded.replay.seek(300_009)).signals.copies).toBe(10);
    expect(folded.asked.length).toBe(2);
    expect(await readLog(at)).toEqual(before);
  });
});

test('RC10 changed bytes, and a segment in another place, are found', async () => {
  const at = await newInterview();
  await record(at, session.slice(0, 200), 20);
  const rows = () => database.knex('event_segments').where({ interview_id: at.interview });
  const [first, second] = await rows().orderBy('first_seq').limit(2).select<{ first_seq: number; payload: Buffer; sha256: Buffer }[]>('*');
  if (!first || !second) throw new Error('Nothing was recorded.');
  await rows().where({ first_seq: second.first_seq }).update({ payload: first.payload, sha256: first.sha256 });
  await expect(recording.fold(at)).rejects.toMatchObject({
    name: 'TamperedLog',
    message: expect.stringContaining('Events 21 to 40') as string,
  });
  await rows().where({ first_seq: second.first_seq }).update({ payload: second.payload, sha256: second.sha256 });
  await recording.fold(at);
  expect((await readLog(at)).length).toBe(200);
});

test('RC15 an erased event leaves its number, its time and its hash, and the chain holds', async () => {
  const at = await newInterview();
  const said = 'My name is Ada Lovelace';
  const chat: Unplaced = { t_ms: 5000, type: 'chat.user', data: { message: 'm', text: said } };
  const opened: Unplaced = { t_ms: 5001, type: 'editor.open', data: { path: 'Lovelace.js' } };
  await withTenant(database.knex, tenant, (tx) => append(tx, at.interview, [...session.slice(0, 700), chat, opened]));
  await recording.fold(at);
  const before = await readLog(at);
  const { seq = 0 } = before.find(({ type }) => type === 'chat.user') ?? {};
  const desk = () => withTenant(database.knex, tenant, (tx) => deskOf(tx, at.interview));
  expect((await desk())?.active).toBe('Lovelace.js');
  expect(await recording.erase(at, new Set([seq, seq + 1, 999_999]))).toBe(2);
  expect(await recording.erase(at, new Set([seq]))).toBe(0);
  expect(JSON.stringify(await desk())).not.toContain('Lovelace');
  const after = await readLog(at);
  expect(after.slice(0, seq - 1)).toEqual(before.slice(0, seq - 1));
  expect(after.find((event) => event.seq === seq)).toMatchObject({ t_ms: 5000, type: 'log.erased', data: { type: 'chat.user' } });
  expect(chainEvents(null, after)).toEqual(chainEvents(null, before));
  const manifest = await recording.replayManifest(at);
  const contents = await Promise.all(manifest.segments.map(({ first_seq }) => recording.segmentContent(at, first_seq)));
  expect(JSON.stringify([manifest, contents])).not.toContain('Lovelace');
});

describe('RC12 saves are compared with what the edits make', () => {
  const create = { t_ms: 0, type: 'file.create', data: { path: 'a.js', content: 'one', origin: 'editor' } } as const;
  const edit = (t_ms: number, inserted: string): Unplaced => ({
    t_ms,
    type: 'editor.edit',
    data: { path: 'a.js', version: 1, changes: [[3, 0, inserted]], origin: 'typed' },
  });
  const save = (t_ms: number, text: string, version: number) =>
    ({
      t_ms,
      type: 'file.write',
      data: { path: 'a.js', version, size: text.length, sha256: sha256(text).toString('hex'), origin: 'editor' },
    }) as const;
  const later = { t_ms: 90_000, type: 'session.resumed', data: {} } as const;
  const fill = (at: At, events: readonly Unplaced[]) => withTenant(database.knex, tenant, (tx) => append(tx, at.interview, events));

  test('an edit that is missing becomes a gap, and the saved text heals what follows', async () => {
    const at = await newInterview();
    const text = 'one lost';
    await database.knex('files').insert({
      tenant_id: tenant,
      interview_id: at.interview,
      path: 'a.js',
      version: 2,
      content: Buffer.from(text),
      size: 8,
      sha256: sha256(text).toString('hex'),
    });
    await fill(at, [create, save(40_000, text, 2), later]);
    await recording.fold(at);
    expect(await database.knex('event_segments').where({ interview_id: at.interview, folded: false })).toEqual([]);
    const { replay } = await open(at);
    const state = await replay.seek(40_000);
    expect(state.signals.gaps).toBe(1);
    expect(state.files.get('a.js')).toMatchObject({ content: text, damaged: null });
    expect(replay.manifest.last_seq).toBe(5);
  });

  test('a page a little ahead or behind is no gap', async () => {
    const at = await newInterview();
    await fill(at, [
      create,
      edit(39_000, ' two'),
      edit(39_900, '!'),
      save(40_000, 'one two', 2),
      save(41_000, 'one? two'.replace('?', '?!'), 3),
      edit(41_500, '?'),
      later,
    ]);
    await recording.fold(at);
    const { replay } = await open(at);
    expect((await replay.seek(90_000)).signals.gaps).toBe(0);
  });
});
