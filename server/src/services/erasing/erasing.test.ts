import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addEnded, keysBelow, type Ended } from '../../../test/support/archived.js';
import { addTenant, openWorld, type World } from '../../../test/support/interview.js';
import { newId } from '../../ids.js';
import { createDiskArchive } from '../../providers/disk/index.js';
import { createArchiving } from '../archive/index.js';
import type { ArchivePort } from '../archive/port.js';
import { volumeName } from '../files/synced-volume.js';
import { createRecording } from '../recording/index.js';
import type { At } from '../recording/log.js';
import type { VolumePort } from '../volumes/port.js';
import { readCertificate } from './certificate.js';
import { createErasing } from './index.js';

const { privateKey: key } = generateKeyPairSync('ed25519');
const asker = newId('key');
let world: World;
let dir: string;
let archive: ArchivePort;
let tenant: string;
beforeAll(async () => {
  [world, dir] = await Promise.all([openWorld(), mkdtemp(join(tmpdir(), 'interviewlm-erasing-'))]);
  archive = createDiskArchive({ dir, publicUrl: 'http://localhost', secret: 'x'.repeat(32) });
  tenant = await addTenant(world.knex);
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});

const folding = () => (at: At) => createRecording(world.knex, world.bus).fold(at);

async function archived(): Promise<Ended> {
  const ended = await addEnded(world.knex, world.provider.volumes, tenant, { files: 1, fileBytes: 100, segments: 1 });
  const archiving = createArchiving({
    knex: world.knex,
    archive,
    computerFor: () => world.provider,
    fold: folding(),
    retention_ms: 86_400_000,
    onError: (error) => {
      throw error;
    },
  });
  await archiving.workDue();
  return ended;
}

/** The same object, each verb of which calls `step` before and after its effect. */
function stepwise<T extends object>(port: T, step: () => void): T {
  return new Proxy(port, {
    get(target, name, receiver) {
      const verb: unknown = Reflect.get(target, name, receiver);
      if (typeof verb !== 'function') return verb;
      return (...args: unknown[]) => {
        step();
        const result: unknown = verb.apply(target, args);
        if (!(result instanceof Promise)) return result;
        return result.then((value: unknown) => {
          step();
          return value;
        });
      };
    },
  });
}

class Killed extends Error {}

/** Erasing whose process dies at step `dies` of what it asks of archive, volume and sandbox: from then on it gets nothing done. */
function erasingThatDies(dies: number) {
  let steps = 0;
  const errors: unknown[] = [];
  const step = () => {
    if (steps++ >= dies) throw new Killed('dead');
  };
  const volumes: VolumePort = stepwise(world.provider.volumes, step);
  const erasing = createErasing({
    knex: world.knex,
    archive: stepwise(archive, step),
    computerFor: () => ({ volumes, sandboxes: stepwise(world.provider.sandboxes, step) }),
    silence: async () => undefined,
    fold: folding(),
    key,
    onError: (error) => errors.push(error),
  });
  return { erasing, errors, steps: () => steps };
}

const soon = (interview: string) => world.knex('erasures').where({ interview_id: interview }).update({ next_at: world.knex.fn.now() });

test('ER1 whatever step a process dies at, the next goes on, and its certificate names everything that was there', async () => {
  const whole = await archived();
  const { erasing, steps } = erasingThatDies(Infinity);
  const { certificate } = await erasing.erase(whole.at, asker);
  expect(certificate?.archive.length).toBeGreaterThan(2);
  expect(steps()).toBeGreaterThan(8);
  for (let dies = 0; dies < steps(); dies += 2) {
    const { at } = await archived();
    const before = await keysBelow(archive, at);
    const first = erasingThatDies(dies);
    expect(await first.erasing.erase(at, asker), String(dies)).toMatchObject({ status: 'erasing', certificate: null });
    expect(first.errors).toContainEqual(expect.any(Killed));
    const next = erasingThatDies(Infinity);
    await soon(at.interview);
    await next.erasing.workDue();
    expect(next.errors).toEqual([]);
    const done = await next.erasing.get(at);
    expect(readCertificate(JSON.stringify(done))).toEqual(done.certificate);
    expect(done.certificate?.archive.map((each) => each.key.split(`/${at.interview}/`)[1]).toSorted()).toEqual(before.toSorted());
    expect(done.certificate).toMatchObject({ volume: volumeName(at.interview), candidate: 'erased', log: { events: 2 } });
    expect(done.certificate?.log.head).toMatch(/^[0-9a-f]{64}$/);
    expect(await keysBelow(archive, at)).toEqual([]);
    expect(await world.provider.volumes.exists(volumeName(at.interview))).toBe(false);
    expect(await world.knex('interviews').where({ id: at.interview })).toEqual([]);
    expect(await world.knex('event_segments').where({ interview_id: at.interview })).toEqual([]);
  }
});

test('ER4 what comes late is deleted when somebody looks again, and then nobody has to', async () => {
  const { at } = await archived();
  const { erasing } = erasingThatDies(Infinity);
  const { certificate } = await erasing.erase(at, asker);
  const [first] = certificate?.archive ?? [];
  await archive.put(first?.key ?? '', Buffer.from('late'), { content_type: 'text/plain' });
  await world.provider.volumes.create(volumeName(at.interview));
  await soon(at.interview);
  await erasing.workDue();
  expect(await keysBelow(archive, at)).toEqual([]);
  expect(await world.provider.volumes.exists(volumeName(at.interview))).toBe(false);
  expect((await erasing.get(at)).certificate).toEqual(certificate);
  expect(await erasing.workDue()).toBe(0);
});

test('while somebody archives the interview, it waits for them', async () => {
  const { at } = await archived();
  await world.knex('archives').where({ interview_id: at.interview }).update({ next_at: world.knex.fn.now() });
  await world.knex.raw(`select * from claim_archives(100, interval '1 minute')`);
  const { erasing, errors } = erasingThatDies(Infinity);
  expect(await erasing.erase(at, asker)).toMatchObject({ status: 'erasing' });
  expect(String(errors)).toContain('being archived');
  await world.knex('archives').where({ interview_id: at.interview }).update({ claimed_until: null });
  await soon(at.interview);
  await erasing.workDue();
  expect(await erasing.get(at)).toMatchObject({ status: 'erased' });
});

test('a log that can not be read any more is erased all the same; its certificate says nothing of the chain', async () => {
  const { at } = await addEnded(world.knex, world.provider.volumes, tenant, { files: 1, fileBytes: 10, segments: 2 });
  await world
    .knex('event_segments')
    .where({ interview_id: at.interview })
    .update({ payload: Buffer.from('changed') });
  const { erasing } = erasingThatDies(Infinity);
  expect((await erasing.erase(at, asker)).certificate).toMatchObject({ log: { events: 4, head: null }, archive: [] });
});
