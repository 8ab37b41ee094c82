import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addInterview, addTenant, openWorld, type World } from '../../../test/support/interview.js';
import { volumeName } from '../files/synced-volume.js';
import type { At } from '../recording/log.js';
import { loadRuntimes, runtimeOf } from '../runs/runtimes.js';
import type { SandboxSpec } from '../volumes/port.js';
import { meterSandboxes, type SandboxMeter } from './sandbox-meter.js';

let world: World;
let tenant: string;
let meter: SandboxMeter;
const errors: unknown[] = [];
const newMeter = () => meterSandboxes(world.knex, world.provider, (error) => errors.push(error));
beforeAll(async () => {
  world = await openWorld();
  tenant = await addTenant(world.knex);
  meter = newMeter();
});
afterAll(() => world.close());

async function specOf({ interview }: At): Promise<SandboxSpec> {
  await world.provider.volumes.create(volumeName(interview));
  return {
    session: interview,
    volume: volumeName(interview),
    image: runtimeOf(loadRuntimes(), 'javascript').image,
    limits: { memory_mb: 128, pids: 32, cpu: 1, disk_mb: 16 },
    tags: { tenant, interview },
  };
}
async function counted({ interview }: At): Promise<number> {
  const row = await world.knex('usage_days').where({ interview_id: interview, kind: 'sandbox_ms' }).first<{ quantity: number }>('quantity');
  return (row as { quantity: number } | undefined)?.quantity ?? 0;
}
const since = (began: number) => performance.now() - began;

test('US4 a sandbox counts from opening to closing, opened however often, sampled however often, by however many processes', async () => {
  const at = await addInterview(world.knex, tenant);
  const spec = await specOf(at);
  const began = performance.now();
  await meter.sandboxes.open(spec);
  const other = newMeter();
  await other.sandboxes.open(spec);
  await sleep(300);
  await Promise.all([meter.sample(), other.sample(), meter.sample()]);
  const half = await counted(at);
  expect(half).toBeGreaterThanOrEqual(290);
  await sleep(200);
  await newMeter().sandboxes.close(at.interview);
  const whole = since(began);
  expect(await counted(at)).toBeGreaterThanOrEqual(half + 190);
  expect(await counted(at)).toBeLessThanOrEqual(Math.ceil(whole) + 50);
  await meter.sandboxes.close(at.interview);
  await meter.sample();
  expect(await counted(at)).toBeLessThanOrEqual(Math.ceil(whole) + 50);
  expect(errors).toEqual([]);
});

test('US5 the time in which no sandbox ran is not counted, though nobody saw it end', async () => {
  const at = await addInterview(world.knex, tenant);
  await meter.sandboxes.open(await specOf(at));
  await world.provider.sandboxes.close(at.interview);
  await world
    .knex('sandbox_meters')
    .where({ interview_id: at.interview })
    .update({ counted_until: world.knex.raw(`now() - interval '1 hour'`) });
  await meter.sample();
  await meter.sandboxes.close(at.interview);
  await meter.sandboxes.open(await specOf(at));
  await meter.sandboxes.close(at.interview);
  expect(await counted(at)).toBeLessThan(60_000);
});

test('US6 a sandbox opens and closes although it can not be counted', async () => {
  const at = await addInterview(world.knex, tenant);
  const spec = await specOf(at);
  errors.length = 0;
  await world.knex.schema.renameTable('sandbox_meters', 'elsewhere');
  expect(await meter.sandboxes.open(spec)).toEqual({ created: true });
  await meter.sandboxes.close(at.interview);
  await world.knex.schema.renameTable('elsewhere', 'sandbox_meters');
  expect(errors).toHaveLength(2);
  expect(await world.provider.sandboxes.find(at.interview)).toBeNull();
});
