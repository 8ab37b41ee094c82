import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RetentionDays } from '@interviewlm/protocol';
import { addEnded, keysBelow, later, stateOf } from '../../../test/support/archived.js';
import { addTenant, openWorld, type World } from '../../../test/support/interview.js';
import { newId } from '../../ids.js';
import { createDiskArchive } from '../../providers/disk/index.js';
import { archivedRecording } from '../archive/archived-recording.js';
import { createArchiving } from '../archive/index.js';
import type { ArchivePort } from '../archive/port.js';
import { volumeName } from '../files/synced-volume.js';
import { createHolds } from '../holds/index.js';
import { createRecording } from '../recording/index.js';
import type { At } from '../recording/log.js';
import { createRetention } from './index.js';

let world: World;
let dir: string;
let archive: ArchivePort;
let tenant: string;
beforeAll(async () => {
  [world, dir] = await Promise.all([openWorld(), mkdtemp(join(tmpdir(), 'interviewlm-retention-'))]);
  archive = createDiskArchive({ dir, publicUrl: 'http://localhost', secret: 'x'.repeat(32) });
  tenant = await addTenant(world.knex);
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});

const throws = (error: unknown) => {
  throw error;
};

const archivingOf = () => {
  const recording = createRecording(world.knex, world.bus);
  return createArchiving({
    knex: world.knex,
    archive,
    computerFor: () => world.provider,
    fold: (at) => recording.fold(at),
    retention_ms: 86_400_000,
    onError: throws,
  });
};

/** Archived, with its volume and its log still where they were; 100 days ago. */
async function archived(): Promise<At> {
  const { at } = await addEnded(world.knex, world.provider.volumes, tenant, { files: 1, fileBytes: 100, segments: 1 });
  await archivingOf().workDue();
  expect(await stateOf(world.knex, at)).toBe('kept');
  await world
    .knex('interviews')
    .where({ id: at.interview })
    .update({ submitted_at: world.knex.raw(`now() - interval '100 days'`) });
  return at;
}

/** The same object, with some of its verbs replaced. */
const withVerbs = <T extends object>(port: T, verbs: Partial<T>): T =>
  new Proxy(port, {
    get(target, name) {
      const verb: unknown = Reflect.get(name in verbs ? verbs : target, name);
      return typeof verb === 'function' ? (verb.bind(name in verbs ? verbs : target) as unknown) : verb;
    },
  });

/** Retention whose process dies at one step of what it asks of archive and volumes: from then on it gets nothing done. */
function retentionThatDies(dies: number) {
  let steps = 0;
  const errors: unknown[] = [];
  const step = () => {
    if (steps++ >= dies) throw new Error('dead');
  };
  const recording = archivedRecording(createRecording(world.knex, world.bus), archivingOf());
  const retention = createRetention({
    knex: world.knex,
    archive: withVerbs(archive, {
      async *list(prefix) {
        step();
        yield* archive.list(prefix);
      },
      async delete(keys) {
        step();
        await archive.delete(keys.slice(0, 1));
        step();
        await archive.delete(keys);
      },
    }),
    computerFor: () => ({
      volumes: withVerbs(world.provider.volumes, {
        async delete(name) {
          step();
          await world.provider.volumes.delete(name);
          step();
        },
      }),
    }),
    recording,
    onError: (error) => errors.push(error),
  });
  const sweep = async () => {
    await world.knex('retention').update({ next_at: world.knex.fn.now() });
    await retention.workDue();
  };
  return { retention, sweep, errors, steps: () => steps };
}

const days = (changes: Partial<RetentionDays>) => RetentionDays.parse(changes);
const counted = async () => (await world.knex('audit_log').where({ action: 'sweepRetention' }).orderBy('id').pluck('details')) as object[];

test('RT1 RT4 whatever step a process dies at, the next goes on, and it is counted once', async () => {
  const key = newId('key');
  const whole = retentionThatDies(Infinity);
  await whole.retention.set({ tenant, mode: 'test' }, key, days({ recording: 30 }));
  await archived();
  await whole.sweep();
  expect([whole.errors, await counted()]).toEqual([[], [{ recording: 1 }]]);
  expect(whole.steps()).toBe(6);
  for (let dies = 0; dies < whole.steps(); dies++) {
    const at = await archived();
    const first = retentionThatDies(dies);
    await first.sweep();
    expect(first.errors, String(dies)).toHaveLength(1);
    expect(await counted()).toHaveLength(1 + dies);
    const next = retentionThatDies(Infinity);
    await next.sweep();
    expect(next.errors).toEqual([]);
    expect(await counted()).toHaveLength(2 + dies);
    expect(await keysBelow(archive, at)).toEqual([]);
    expect(await world.provider.volumes.exists(volumeName(at.interview))).toBe(false);
    expect(await world.knex('event_segments').where({ interview_id: at.interview })).toEqual([]);
    await later(world.knex, at);
    expect(await archivingOf().workDue()).toBe(0);
    expect(await stateOf(world.knex, at)).toBe('cold');
  }
});

test('RT2 a hold that is placed in the middle keeps what is left until it is lifted', async () => {
  const at = await archived();
  const holds = createHolds(world.knex);
  const first = retentionThatDies(1);
  await first.sweep();
  expect(first.errors).toHaveLength(1);
  await holds.place(at, newId('key'), 'Matter 1');
  const next = retentionThatDies(Infinity);
  await next.sweep();
  expect(next.steps()).toBe(0);
  expect((await world.knex('event_segments').where({ interview_id: at.interview })).length).toBeGreaterThan(0);
  expect(await world.provider.volumes.exists(volumeName(at.interview))).toBe(true);
  await holds.lift(at, newId('key'));
  await next.sweep();
  expect(await world.knex('event_segments').where({ interview_id: at.interview })).toEqual([]);
});

test('RT3 one that can not be erased keeps no other from it; and while somebody archives one, it waits for them', async () => {
  const [broken, busy, fine] = [await archived(), await archived(), await archived()];
  await world
    .knex('archives')
    .where({ interview_id: busy.interview })
    .update({ claimed_until: world.knex.raw(`now() + interval '1 minute'`) });
  const retention = createRetention({
    knex: world.knex,
    archive: withVerbs(archive, {
      async *list(prefix) {
        if (prefix.includes(broken.interview)) throw new Error('not today');
        yield* archive.list(prefix);
      },
    }),
    computerFor: () => world.provider,
    recording: createRecording(world.knex, world.bus),
    onError: () => undefined,
  });
  await world.knex('retention').update({ next_at: world.knex.fn.now() });
  await retention.workDue();
  const left = async (at: At) => (await world.knex('event_segments').where({ interview_id: at.interview })).length;
  expect([await left(broken), await left(busy), await left(fine)]).toEqual([1, 1, 0]);
  const { next_at } = await world.knex('retention').first<{ next_at: Date }>('next_at');
  expect(next_at.getTime()).toBeLessThan(Date.now() + 310_000);
  await world.knex('archives').where({ interview_id: busy.interview }).update({ claimed_until: null });
  const whole = retentionThatDies(Infinity);
  await whole.sweep();
  expect([await left(broken), await left(busy)]).toEqual([0, 0]);
});
