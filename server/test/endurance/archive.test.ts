import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longSession, seeded } from '@interviewlm/recording/testing';
import { owe } from '../../src/db/archives.js';
import { withTenant } from '../../src/db/tenant-tx.js';
import { createLocalProvider, type LocalProvider } from '../../src/providers/local/index.js';
import { createS3Archive } from '../../src/providers/s3/index.js';
import { createArchiving } from '../../src/services/archive/index.js';
import { volumeName } from '../../src/services/files/synced-volume.js';
import type { Bus } from '../../src/services/recording/bus.js';
import { createRecording } from '../../src/services/recording/index.js';
import { append, type At } from '../../src/services/recording/log.js';
import { expectWhole, later, segmentsOf, stateOf, type Ended } from '../support/archived.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { addInterview, addTenant, openTestBus } from '../support/interview.js';
import { startS3, type S3Server } from '../vendors/s3/server.js';
import { credential } from '../vendors/s3/signature.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(root, 'server/bin/interviewlm.mjs');
const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(2);

let database: TestDatabase;
let s3: S3Server;
let bus: Bus;
let dataDir: string;
let computer: LocalProvider;
beforeAll(async () => {
  [database, s3, dataDir] = await Promise.all([createTestDatabase(), startS3(), mkdtemp(join(tmpdir(), 'interviewlm-archive-'))]);
  bus = await openTestBus(database.url);
  computer = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
});
afterAll(async () => {
  await computer.stop();
  await bus.close();
  await s3.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const archive = () => createS3Archive({ bucket: s3.bucket, region: 'us-east-1', ...credential, endpoint: s3.endpoint });

/** A worker of the product as it is shipped, on the same database, volume and bucket. */
function startWorker(): ChildProcess {
  return spawn(process.execPath, [program, 'worker'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'fatal',
      AWS_S3_BUCKET: s3.bucket,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
    },
  });
}

/** Lets a worker run until `done`, or until the server has met `requests` requests of it; then it is killed where it stands. */
async function work(at: At, days: number, requests: number, done: () => Promise<boolean>): Promise<'killed' | 'done'> {
  await later(database.knex, at, days);
  const worker = startWorker();
  const exited = once(worker, 'exit');
  s3.proxy.spoil(...Array<'none'>(requests).fill('none'), () => worker.kill('SIGKILL'));
  while (worker.exitCode === null && worker.signalCode === null && !(await done())) await new Promise((resolve) => setTimeout(resolve, 50));
  s3.proxy.clear();
  const outcome = worker.signalCode === 'SIGKILL' ? 'killed' : 'done';
  worker.kill('SIGKILL');
  await exited;
  return outcome;
}

/** 20 MB as a workspace has them: sources and installed packages. */
function workspaceFiles(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let total = 0;
  for (const name of ['lit', 'koa', 'zod', 'knex', 'pg', 'prettier', 'jose', 'ws', 'fast-check', 'playwright-core', 'pino', 'eslint']) {
    for (const path of readdirSync(join(root, 'node_modules', name), { recursive: true, encoding: 'utf8' }).toSorted()) {
      const found = statSync(join(root, 'node_modules', name, path));
      if (!found.isFile() || found.size > 1_000_000 || total + found.size > 20 * 2 ** 20) continue;
      files.set(`${name}/${path}`, readFileSync(join(root, 'node_modules', name, path)));
      total += found.size;
    }
  }
  return files;
}

async function endedInterview(tenant: string): Promise<Ended & { rawBytes: number }> {
  const { knex } = database;
  const at = await addInterview(knex, tenant);
  const files = workspaceFiles();
  await computer.volumes.create(volumeName(at.interview));
  await computer.volumes.write(
    volumeName(at.interview),
    [...files].map(([path, content]) => ({ kind: 'write', path, content })),
  );
  const { events } = longSession(50_000, 60);
  for (let from = 0; from < events.length; from += 60)
    await withTenant(knex, tenant, (tx) => append(tx, at.interview, events.slice(from, from + 60)));
  await knex('interviews').where({ id: at.interview }).update({ status: 'scored', submitted_at: knex.fn.now(), running_since: null });
  const recording = createRecording(knex, bus);
  await recording.fold(at);
  await recording.fold(at);
  await withTenant(knex, tenant, (tx) => owe(tx, at.interview, 0));
  return { at, files, segments: await segmentsOf(knex, at), rawBytes: JSON.stringify(events).length };
}

test('a worker that is killed at 20 random points of archiving 20 MB and 60 minutes: complete, nothing twice, every byte back', async () => {
  const { knex } = database;
  const tenant = await addTenant(knex);
  const interview = await endedInterview(tenant);
  const { at } = interview;
  const random = seeded(Date.now() % 2 ** 31);
  const isIn =
    (...states: string[]) =>
    async () =>
      states.includes(await stateOf(knex, at));
  const segments = interview.segments.length;
  let kills = 0;
  /** Kills workers at random requests below `span`, `wanted` times. */
  const harass = async (wanted: number, span: number, days: number, done: () => Promise<boolean>) => {
    for (let killed = 0; killed < wanted && !(await done());) {
      if ((await work(at, days, Math.floor(random() * span), done)) !== 'killed') continue;
      killed++;
      kills++;
    }
  };
  // Stored and read back: the workspace in 3 requests, then each segment in 2, the index in 2, and a list.
  await harass(10, 2 * segments, 0, isIn('kept', 'cold'));
  while (!(await isIn('kept')())) await work(at, 0, 10_000, isIn('kept'));
  // Every object is read back once more before anything is deleted.
  await harass(10, segments, 8, isIn('cold'));
  while (!(await isIn('cold')())) await work(at, 8, 10_000, isIn('cold'));
  expect(kills).toBe(20);

  const archiving = createArchiving({
    knex,
    archive: archive(),
    computerFor: () => computer,
    fold: async () => undefined,
    retention_ms: 7 * 86_400_000,
    onError: (error) => {
      throw error;
    },
  });
  expect(await computer.volumes.exists(volumeName(at.interview))).toBe(false);
  const stored = await Array.fromAsync(archive().list(`${tenant}/`));
  const counted = await knex('usage_days').where({ interview_id: at.interview, kind: 'archive_bytes' }).sum<{ sum: string }[]>('quantity');
  expect(Number(counted[0]?.sum)).toBe(stored.reduce((sum, { size }) => sum + size, 0));
  await expectWhole(knex, archive(), archiving, interview);

  const workspace = stored.find(({ key }) => key.endsWith('.tar.zst'))?.size ?? 0;
  const recording = stored.reduce((sum, { size }) => sum + size, 0) - workspace;
  const raw = [...interview.files.values()].reduce((sum, { length }) => sum + length, 0);
  console.log(
    `workspace: ${megabytes(raw)} MB in ${interview.files.size} files -> ${megabytes(workspace)} MB, ${(raw / workspace).toFixed(1)} times smaller`,
  );
  console.log(
    `recording: 60 minutes, ${megabytes(interview.rawBytes)} MB of events in ${segments} segments -> ${megabytes(recording)} MB, ` +
      `${(interview.rawBytes / recording).toFixed(1)} times smaller`,
  );
  console.log(`killed with SIGKILL ${kills} times; ${stored.length} objects in the archive`);
}, 1_500_000);
