import { contentOf } from '@interviewlm/recording';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addEnded, expectWhole, keysBelow, later, segmentsOf, stateOf, type Ended } from '../../../test/support/archived.js';
import { addTenant, openWorld, type World } from '../../../test/support/interview.js';
import type { Fault } from '../../../test/vendors/s3/proxy.js';
import { startS3, type S3Server } from '../../../test/vendors/s3/server.js';
import { credential } from '../../../test/vendors/s3/signature.js';
import { lockLogHead } from '../../db/log-heads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { createS3Archive } from '../../providers/s3/index.js';
import { volumeName } from '../files/synced-volume.js';
import { createArchiving, type Archiving } from './index.js';
import type { ArchivePort } from './port.js';

let world: World;
let s3: S3Server;
let archive: ArchivePort;
let archiving: Archiving;
let tenant: string;
const errors: unknown[] = [];
const day_ms = 86_400_000;
beforeAll(async () => {
  [world, s3] = await Promise.all([openWorld(), startS3()]);
  archive = createS3Archive({
    bucket: s3.bucket,
    region: 'us-east-1',
    ...credential,
    endpoint: s3.endpoint,
    attempts: 1,
    timeout_ms: 2000,
  });
  archiving = over(archive);
  tenant = await addTenant(world.knex);
});
afterAll(async () => {
  await s3.close();
  await world.close();
});

const over = (port: ArchivePort): Archiving =>
  createArchiving({
    knex: world.knex,
    archive: port,
    computerFor: () => world.provider,
    fold: async () => undefined,
    retention_ms: 7 * day_ms,
    onError: (error) => errors.push(error),
  });
const ended = () => addEnded(world.knex, world.provider.volumes, tenant, { files: 2, fileBytes: 3000, segments: 6 });
const usageOf = async ({ at }: Ended) => {
  const { knex } = world;
  const rows = await knex('usage_days')
    .where({ interview_id: at.interview })
    .groupBy('kind')
    .select<{ kind: string; total: string }[]>('kind', knex.raw('sum(quantity) as total'));
  return Object.fromEntries(rows.map(({ kind, total }) => [kind, Number(total)])) as Record<string, number>;
};
const interviewOf = ({ at }: Ended) => world.knex('interviews').where({ id: at.interview }).first('status', 'archived_at');

/** Until it is only in the archive: 8 days in as many steps as it needs. */
async function untilCold({ at }: Ended): Promise<void> {
  for (let tries = 0; tries < 20 && (await stateOf(world.knex, at)) !== 'cold'; tries++) {
    await later(world.knex, at, 8);
    await archiving.workDue();
  }
}

test('AC2 an interview is archived with its files and its whole log, and everything stays where it was until the retention is over', async () => {
  const interview = await ended();
  await archiving.workDue();
  expect(await interviewOf(interview)).toMatchObject({ status: 'archived', archived_at: expect.any(Date) });
  expect(await stateOf(world.knex, interview.at)).toBe('kept');
  expect(await segmentsOf(world.knex, interview.at)).toEqual(interview.segments);
  expect(await world.provider.volumes.exists(volumeName(interview.at.interview))).toBe(true);
  await later(world.knex, interview.at, 6);
  await archiving.workDue();
  expect(await stateOf(world.knex, interview.at)).toBe('kept');
  await untilCold(interview);
  expect(await world.provider.volumes.exists(volumeName(interview.at.interview))).toBe(false);
  await expectWhole(world.knex, archive, archiving, interview);
  expect(errors).toEqual([]);
});

test('an assessment with a retention of its own keeps its interviews so long', async () => {
  const [short, long] = [await ended(), await ended()];
  for (const [{ at }, days] of [
    [short, 1],
    [long, 30],
  ] as const) {
    const { assessment_id } = await world.knex('interviews').where({ id: at.interview }).first('assessment_id');
    await world.knex('assessments').where({ id: assessment_id }).update({ retention_days: days });
  }
  await archiving.workDue();
  const after = async ({ at }: Ended, days: number) => {
    await later(world.knex, at, days);
    await archiving.workDue();
    return stateOf(world.knex, at);
  };
  expect([await after(short, 0.9), await after(short, 0.2)]).toEqual(['kept', 'cold']);
  expect([await after(long, 8), await after(long, 21), await after(long, 2)]).toEqual(['kept', 'kept', 'cold']);
});

test('keys name the tenant, the month and the interview, and every object carries its tags', async () => {
  const { at } = await ended();
  s3.proxy.exchanges.length = 0;
  await archiving.workDue();
  const month = new Date().toISOString().slice(0, 7).replace('-', '/');
  const puts = s3.proxy.exchanges.filter(({ method }) => method === 'PUT');
  expect(puts.length).toBe(8);
  for (const { url, headers } of puts) {
    expect(url).toContain(`/${tenant}/${month}/${at.interview}/`);
    expect(Object.fromEntries(new URLSearchParams(String(headers['x-amz-tagging'])))).toMatchObject({
      tenant,
      interview: at.interview,
      mode: 'test',
    });
  }
});

test('AC3 a submission that has no score yet waits for it', async () => {
  const interview = await ended();
  await world.knex('interviews').where({ id: interview.at.interview }).update({ status: 'submitted' });
  await archiving.workDue();
  expect(await stateOf(world.knex, interview.at)).toBe('due');
  expect(await keysBelow(archive, interview.at)).toEqual([]);
  await world.knex('interviews').where({ id: interview.at.interview }).update({ status: 'scored' });
  await later(world.knex, interview.at);
  await archiving.workDue();
  expect(await stateOf(world.knex, interview.at)).toBe('kept');
});

test('a link of the cold recording gives a browser the segment as it was recorded', async () => {
  const interview = await ended();
  expect(await archiving.coldSegments(interview.at)).toBeNull();
  await untilCold(interview);
  const segments = (await archiving.coldSegments(interview.at)) ?? [];
  expect(segments.map(({ first_seq, last_seq }) => [first_seq, last_seq])).toEqual(
    Array.from({ length: 6 }, (_, n) => [2 * n + 1, 2 * n + 2]),
  );
  const [, , , , fifth] = segments;
  const { events } = contentOf(await (await fetch(fifth?.url ?? '')).json(), { first_seq: fifth?.first_seq ?? 0 });
  expect((events as { seq: number }[]).map(({ seq }) => seq)).toEqual([9, 10]);
  expect(await archiving.coldSegments({ ...interview.at, mode: 'live' })).toBeNull();
});

test('a volume that is gone is archived from the saved files', async () => {
  const { at } = await ended();
  await world.provider.volumes.delete(volumeName(at.interview));
  const content = Buffer.from('saved');
  await world
    .knex('files')
    .insert({ tenant_id: tenant, interview_id: at.interview, path: 'a.js', version: 1, content, size: 5, sha256: 'x' });
  await archiving.workDue();
  expect(await Array.fromAsync(await archiving.workspace(at))).toMatchObject([{ path: 'a.js', content }]);
});

test('AC4 what the archive has lost in the meantime is stored again before anything is deleted', async () => {
  const interview = await ended();
  await archiving.workDue();
  const keys = (await Array.fromAsync(archive.list(`${tenant}/`)))
    .map(({ key }) => key)
    .filter((key) => key.includes(interview.at.interview));
  await archive.delete(keys.filter((key) => key.endsWith('000000005.json')));
  await archive.put(keys.find((key) => key.endsWith('.tar.zst')) ?? '', Buffer.from('something else'), { content_type: 'x/y' });
  await later(world.knex, interview.at, 8);
  await archiving.workDue();
  expect(await stateOf(world.knex, interview.at)).toBe('due');
  expect(await world.provider.volumes.exists(volumeName(interview.at.interview))).toBe(true);
  await untilCold(interview);
  await expectWhole(world.knex, archive, archiving, interview);
});

test('a log that grew after it was archived is archived again, and thawed is the same however often', async () => {
  const interview = await ended();
  await untilCold(interview);
  await Promise.all([1, 2, 3].map(() => archiving.thaw(interview.at)));
  expect(await segmentsOf(world.knex, interview.at)).toEqual(interview.segments);
  await world.knex('event_segments').where({ interview_id: interview.at.interview, first_seq: 1 }).update({ to_ms: 77 });
  const segments = await segmentsOf(world.knex, interview.at);
  await untilCold(interview);
  await expectWhole(world.knex, archive, archiving, { ...interview, segments });
});

test('while the log comes back from a slow archive, the interview is locked for nobody', async () => {
  const interview = await ended();
  await untilCold(interview);
  let [ask, goOn] = [() => {}, () => {}];
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const going = new Promise<void>((resolve) => (goOn = resolve));
  const slow = over({
    ...archive,
    async get(...wanted) {
      ask();
      await going;
      return archive.get(...wanted);
    },
  });
  const thawing = slow.thaw(interview.at);
  await asked;
  await withTenant(world.knex, tenant, async (tx) => {
    await tx.sql.raw(`set local lock_timeout = '5s'`);
    await lockLogHead(tx, interview.at.interview, interview.at.mode);
  });
  goOn();
  await thawing;
  expect(await segmentsOf(world.knex, interview.at)).toEqual(interview.segments);
});

test('nobody else is let in', async () => {
  const interview = await ended();
  await untilCold(interview);
  const stranger = { ...interview.at, tenant: await addTenant(world.knex) };
  await archiving.thaw(stranger);
  expect(await segmentsOf(world.knex, interview.at)).toEqual([]);
  expect(await archiving.coldSegments(stranger)).toBeNull();
  await expect(archiving.workspace(stranger)).rejects.toMatchObject({ code: 'not_found' });
});

describe('AC5 interrupted at any request, it ends complete, and is paid for once', () => {
  const points = 20;
  const kinds: Fault[] = ['reset', 'lost_answer', { status: 503, code: 'SlowDown' }, 'flip_bit'];
  let requests: number;
  let undisturbed: Record<string, number>;
  /** A volume that was kept for a day: what the test takes is nothing beside it. */
  const kept = async () => {
    const interview = await ended();
    const { knex } = world;
    await knex('interviews')
      .where({ id: interview.at.interview })
      .update({ started_at: knex.raw(`started_at - interval '1 day'`) });
    return interview;
  };
  const near = (one = 0, other = 0) => Math.abs(one - other) < 400;
  beforeAll(async () => {
    s3.proxy.exchanges.length = 0;
    const interview = await kept();
    await untilCold(interview);
    undisturbed = await usageOf(interview);
    requests = s3.proxy.exchanges.length;
    expect(requests).toBeGreaterThan(points);
  });

  test.each(Array.from({ length: points }, (_, n) => n))('at point %i of 20', async (n) => {
    const interview = await kept();
    errors.length = 0;
    s3.proxy.spoil(...Array<Fault>(Math.floor((n * requests) / points)).fill('none'), kinds[n % kinds.length] ?? 'reset');
    await untilCold(interview);
    s3.proxy.clear();
    await expectWhole(world.knex, archive, archiving, interview);
    const { archive_bytes, volume_byte_days } = await usageOf(interview);
    expect(near(archive_bytes, undisturbed['archive_bytes'])).toBe(true);
    expect(near(volume_byte_days, 6000), `${volume_byte_days}`).toBe(true);
    expect(await interviewOf(interview)).toMatchObject({ status: 'archived' });
  });
});
