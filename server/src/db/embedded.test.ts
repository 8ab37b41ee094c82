import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from './embedded.js';
import { openDatabase } from './pool.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-embedded-'));
  await chmod(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, 'postgres', 'postmaster.pid');
const runningPid = async () => Number((await readFile(lockFile(), 'utf8')).split('\n')[0]);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function query<T>(url: string, statement: string): Promise<T[]> {
  const knex = openDatabase(url);
  try {
    return (await knex.raw<{ rows: T[] }>(statement)).rows;
  } finally {
    await knex.destroy();
  }
}

test('keeps its data, its port and its password from one start to the next', async () => {
  const first = await startEmbedded({ folder });
  await query(first.url('postgres'), 'create table kept as select 42::bigint as answer');
  await first.stop();
  const second = await startEmbedded({ folder });
  expect(second.url('postgres')).toBe(first.url('postgres'));
  expect(await query(second.url('postgres'), 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect((await stat(join(folder, 'postgres.json'))).mode & 0o777).toBe(0o600);
  await second.stop();
});

test('takes over the server that a killed process left running', async () => {
  await startEmbedded({ folder });
  const left = await runningPid();
  const next = await startEmbedded({ folder });
  expect(await runningPid()).toBe(left);
  await next.stop();
  // Whoever inherited it from the killed process has yet to collect it.
  await expect.poll(() => isRunning(left)).toBe(false);
});

test('starts over the lock file of a crash whose process number is another program by now', async () => {
  const crashed = await startEmbedded({ folder });
  const lock = (await readFile(lockFile(), 'utf8')).split('\n');
  await crashed.stop();
  await writeFile(lockFile(), [process.pid, ...lock.slice(1)].join('\n'));
  const next = await startEmbedded({ folder });
  expect(await query(next.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
});

test('starts again after a crash however long an old process of the server takes to notice', async () => {
  const crashed = await startEmbedded({ folder });
  const client = new pg.Client({ connectionString: crashed.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const old = rows[0]?.pid ?? 0;
  process.kill(old, 'SIGSTOP');
  try {
    process.kill(await runningPid(), 'SIGKILL');
    const starting = startEmbedded({ folder });
    // Longer than a server that can't start is tried.
    await Promise.race([starting, sleep(6_000)]);
    process.kill(old, 'SIGCONT');
    const next = await starting;
    expect(await query(next.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  } finally {
    if (isRunning(old)) process.kill(old, 'SIGCONT');
  }
});

test('stays up while another process of ours is connected', async () => {
  const server = await startEmbedded({ folder });
  const other = openDatabase(server.url('postgres'));
  await other.raw('select 1');
  await server.stop();
  await expect(other.raw('select 1')).resolves.toBeDefined();
  await other.destroy();
  await server.stop();
  await expect(query(server.url('postgres'), 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});
