import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, type NewEvent, type SessionEvent, type TextChange } from '@interviewlm/protocol';
import { apply, emptyState } from '@interviewlm/recording';
import { withTenant } from '../../db/tenant-tx.js';
import { addInterview, addTenant, openWorld, sumQuestion, type World } from '../../../test/support/interview.js';
import { openFirstQuestion } from '../questions/current.js';
import type { At } from '../recording/log.js';
import { createRecording, type Recording } from '../recording/index.js';
import { VolumeError, type VolumePort } from '../volumes/port.js';
import { createFiles, type Files } from './index.js';
import { createVolumeSync, type VolumeSync } from './sync.js';
import { volumeName } from './synced-volume.js';

let world: World;
let tenant: string;
let sync: VolumeSync;
let files: Files;
let recording: Recording;
const errors: unknown[] = [];

beforeAll(async () => {
  world = await openWorld();
  tenant = await addTenant(world.knex);
  sync = syncOver(world.provider.volumes);
  files = createFiles(world.knex, sync);
  recording = createRecording(world.knex, world.bus);
});

afterAll(async () => {
  await sync.close();
  await world.close();
});

const syncOver = (volumes: VolumePort) =>
  createVolumeSync({ knex: world.knex, volumes, sandbox: world.provider.sandboxes, onError: (error) => errors.push(error) });

async function begun(): Promise<At> {
  const at = await addInterview(world.knex, tenant);
  await withTenant(world.knex, tenant, (tx) => openFirstQuestion(tx, at));
  return at;
}

const onVolume = async (at: At, path: string) => Buffer.from(await world.provider.volumes.read(volumeName(at.interview), path)).toString();
const log = async (at: At): Promise<SessionEvent[]> => (await recording.listEvents(at, { limit: 1000 })).data;
const fileEvents = async (at: At) => (await log(at)).filter((event) => event.type.startsWith('file.'));

describe('versions', () => {
  test('a write on the version it saw is taken; on an older one it is refused with what both sides have', async () => {
    const at = await begun();
    expect(await files.write(at, 'sum.js', 'one', '"1"')).toMatchObject({ path: 'sum.js', version: 2, size: 3 });
    await expect(files.write(at, 'sum.js', 'two', '1')).rejects.toMatchObject({
      code: 'version_conflict',
      members: { base_version: 1, current: { version: 2, content: 'one', encoding: 'utf-8' } },
    });
    expect(await files.read(at, 'sum.js')).toMatchObject({ content: 'one', version: 2 });
  });

  test('of writers on one version exactly one wins', async () => {
    const at = await begun();
    const writes = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => files.write(at, 'sum.js', `text ${index}`, '1')));
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await files.read(at, 'sum.js')).version).toBe(2);
  });

  test('a repeated write whose answer was lost succeeds and changes nothing', async () => {
    const at = await begun();
    const first = await files.write(at, 'sum.js', 'one', 'W/"1"');
    expect(await files.write(at, 'sum.js', 'one', '1')).toEqual(first);
    expect(await fileEvents(at)).toHaveLength(1);
  });

  test('version 0 only creates, and a path counts on after it was deleted', async () => {
    const at = await begun();
    expect(await files.write(at, 'new.js', 'a', '0')).toMatchObject({ version: 1 });
    await expect(files.write(at, 'new.js', 'b', '0')).rejects.toMatchObject({ code: 'version_conflict' });
    await files.remove(at, 'new.js');
    await expect(files.read(at, 'new.js')).rejects.toMatchObject({ code: 'not_found' });
    expect(await files.write(at, 'new.js', 'c')).toMatchObject({ version: 2 });
    await expect(files.write(at, 'new.js', 'd', 'soon')).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('rules', () => {
  test("the question's own files can't be written, deleted or moved, alone or in a folder", async () => {
    const at = await begun();
    await expect(files.write(at, 'sum.spec.js', 'passes')).rejects.toMatchObject({ code: 'file_read_only' });
    await expect(files.remove(at, 'sum.spec.js')).rejects.toMatchObject({ code: 'file_read_only' });
    await expect(files.move(at, 'sum.spec.js', 'other.js')).rejects.toMatchObject({ code: 'file_read_only' });
  });

  test('a path is a file or a folder, never both', async () => {
    const at = await begun();
    await files.write(at, 'lib/a.js', 'a');
    await expect(files.write(at, 'lib', 'x')).rejects.toMatchObject({ members: { errors: [{ path: 'path.path', code: 'is_a_folder' }] } });
    await expect(files.write(at, 'sum.js/deep', 'x')).rejects.toMatchObject({ members: { errors: [{ code: 'not_a_folder' }] } });
  });

  test('sizes and counts over the limits are refused, naming the field', async () => {
    const at = await begun();
    const wide = 'é'.repeat(limits.fileBytes / 2 + 1);
    await expect(files.write(at, 'big.txt', wide)).rejects.toMatchObject({
      code: 'too_large',
      members: { errors: [{ path: 'body.content' }] },
    });
    const many = Object.fromEntries(Array.from({ length: limits.files }, (_, index) => [`f${index}`, '']));
    await expect(files.writeAll(at, many, 'body.files')).rejects.toMatchObject({ code: 'workspace_full' });
    expect((await files.list(at)).files).toHaveLength(2);
  });

  test('a folder moves with all that is in it, and never onto something', async () => {
    const at = await begun();
    await files.write(at, 'lib/a.js', 'a');
    await files.write(at, 'lib/deep/b.js', 'b');
    const tree = await files.move(at, 'lib', 'src/lib');
    expect(tree.files.map((file) => file.path)).toEqual(['src/lib/a.js', 'src/lib/deep/b.js', 'sum.js', 'sum.spec.js']);
    await expect(files.move(at, 'src', 'sum.js')).rejects.toMatchObject({ code: 'file_exists' });
    await expect(files.move(at, 'src', 'src/in')).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await fileEvents(at)).at(-1)).toMatchObject({ type: 'file.move', data: { from: 'lib', to: 'src/lib' } });
    await sync.flush(at);
    expect(await onVolume(at, 'src/lib/deep/b.js')).toBe('b');
    await expect(onVolume(at, 'lib/a.js')).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['submitted', 'already_submitted'],
    ['paused', 'interview_not_active'],
    ['expired', 'interview_expired'],
  ])('nothing is written when %s', async (status, code) => {
    const at = await begun();
    await world.knex('interviews').where({ id: at.interview }).update({ status });
    await expect(files.write(at, 'sum.js', 'late')).rejects.toMatchObject({ code });
  });
});

describe('the log', () => {
  const batch = (at: At, first_seq: number, events: object[]) =>
    recording.appendBatch(at, { client_id: writer, first_seq, events: events as NewEvent[] });
  const edit = (t_ms: number, changes: TextChange[]) => ({
    t_ms,
    type: 'editor.edit',
    data: { path: 'sum.js', version: 1, changes, origin: 'typed' },
  });
  const writer = crypto.randomUUID();
  /** What a replay of the log makes of the file. */
  const replayed = async (at: At) => {
    let state = emptyState;
    for (const event of await log(at)) state = apply(state, event);
    return state.files.get('sum.js');
  };

  test('holds the content where no page recorded it, and only its hash where the edits make it', async () => {
    const at = await begun();
    await files.write(at, 'sum.js', 'by a program');
    await batch(at, 1, [edit(1_000_000, [[5, 7, 'page']])]);
    await files.write(at, 'sum.js', 'by a page');
    const [program, page] = await fileEvents(at);
    expect(program).toMatchObject({ type: 'file.write', data: { content: 'by a program', version: 2, origin: 'editor' } });
    expect(page).toMatchObject({ type: 'file.write', data: { version: 3, size: 9 } });
    expect(page?.data).not.toHaveProperty('content');
    expect(await replayed(at)).toMatchObject({ content: 'by a page', damaged: null });
  });

  test('holds the content when the terminal rewrote the file under unsaved edits', async () => {
    const at = await begun();
    await files.write(at, 'sum.js', 'one');
    await sync.flush(at);
    await batch(at, 1, [edit(1_000_000, [[3, 0, ' two']])]);
    await sleep(20);
    await world.provider.volumes.write(volumeName(at.interview), [
      { kind: 'write', path: 'sum.js', content: Buffer.from('by the terminal') },
    ]);
    await sync.flush(at);
    expect(await replayed(at)).toMatchObject({ content: 'by the terminal' });
    await files.write(at, 'sum.js', 'one two', '3');
    expect((await fileEvents(at)).at(-1)).toMatchObject({ type: 'file.write', data: { content: 'one two', origin: 'editor' } });
    expect(await replayed(at)).toMatchObject({ content: 'one two', damaged: null });
  });
});

describe('the volume', () => {
  test('follows in the background and is complete after a flush', async () => {
    const at = await begun();
    for (let version = 1; version <= 20; version++) await files.write(at, 'sum.js', `version ${version}`);
    await files.write(at, 'gone.js', 'x');
    await files.remove(at, 'gone.js');
    await sync.flush(at);
    expect(await onVolume(at, 'sum.js')).toBe('version 20');
    expect(await onVolume(at, 'sum.spec.js')).toBe(sumQuestion.visible_tests[0]?.content);
    await expect(onVolume(at, 'gone.js')).rejects.toMatchObject({ code: 'not_found' });
    expect((await fileEvents(at)).every((event) => 'origin' in event.data && event.data.origin === 'editor')).toBe(true);
  });

  test('a vendor that is away for a moment costs nothing that was saved', async () => {
    const at = await begun();
    let failures = 3;
    const { volumes } = world.provider;
    const flaky = syncOver({
      create: (name) => volumes.create(name),
      exists: (name) => volumes.exists(name),
      list: () => volumes.list(),
      delete: (name) => volumes.delete(name),
      read: (name, path) => volumes.read(name, path),
      tree: (name) => volumes.tree(name),
      commit: (name) => volumes.commit(name),
      write: (name, changes) => (failures-- > 0 ? Promise.reject(new VolumeError('unavailable', 'away')) : volumes.write(name, changes)),
    });
    await createFiles(world.knex, flaky).write(at, 'sum.js', 'kept');
    await flaky.flush(at);
    expect(failures).toBeLessThan(0);
    expect(await onVolume(at, 'sum.js')).toBe('kept');
  });

  test('FS1 FS3 what the terminal makes, changes and deletes comes back; what it does to the tests is undone', async () => {
    const at = await begun();
    await files.write(at, 'old.txt', 'old');
    await sync.flush(at);
    const name = volumeName(at.interview);
    await world.provider.volumes.write(name, [
      { kind: 'write', path: 'made/by hand.txt', content: Buffer.from('hello') },
      { kind: 'write', path: 'sum.js', content: Buffer.from('changed') },
      { kind: 'write', path: 'sum.spec.js', content: Buffer.from('cheat') },
      { kind: 'write', path: 'image.bin', content: Buffer.from([0xff, 0, 1]) },
      { kind: 'write', path: 'node_modules/x/index.js', content: Buffer.from('tool') },
      { kind: 'delete', path: 'old.txt' },
    ]);
    await sync.flush(at);
    expect((await files.list(at)).files.map((file) => file.path)).toEqual(['image.bin', 'made/by hand.txt', 'sum.js', 'sum.spec.js']);
    expect(await files.read(at, 'sum.js')).toMatchObject({ content: 'changed', version: 2 });
    expect(await files.read(at, 'image.bin')).toMatchObject({ encoding: 'base64', content: '/wAB' });
    expect(await onVolume(at, 'sum.spec.js')).toBe(sumQuestion.visible_tests[0]?.content);
    const terminal = (await fileEvents(at)).filter((event) => 'origin' in event.data && event.data.origin === 'terminal');
    expect(terminal.map((event) => [event.type, 'path' in event.data && event.data.path]).sort()).toEqual([
      ['file.create', 'made/by hand.txt'],
      ['file.delete', 'old.txt'],
      ['file.write', 'image.bin'],
      ['file.write', 'sum.js'],
    ]);
    await sync.flush(at);
    expect(await fileEvents(at)).toHaveLength(terminal.length + 1);
  });

  test('a new process finds both what was saved and what the terminal made while no one watched', async () => {
    const at = await begun();
    await files.write(at, 'sum.js', 'saved');
    await sync.flush(at);
    await sleep(20);
    await world.provider.volumes.write(volumeName(at.interview), [
      { kind: 'write', path: 'late.txt', content: Buffer.from('made after the crash') },
    ]);
    await files.write(at, 'unpushed.js', 'saved too');
    const restarted = syncOver(world.provider.volumes);
    await restarted.flush(at);
    expect(await onVolume(at, 'unpushed.js')).toBe('saved too');
    expect(await files.read(at, 'late.txt')).toMatchObject({ content: 'made after the crash' });
    expect(await files.read(at, 'sum.js')).toMatchObject({ content: 'saved', version: 2 });
  });

  test('a lost volume is made again from what was saved', async () => {
    const at = await begun();
    await files.write(at, 'sum.js', 'precious');
    await sync.flush(at);
    await world.provider.volumes.delete(volumeName(at.interview));
    const restarted = syncOver(world.provider.volumes);
    await restarted.flush(at);
    expect(await onVolume(at, 'sum.js')).toBe('precious');
  });
});

test('nothing failed in the background', () => {
  expect(errors).toEqual([]);
});
