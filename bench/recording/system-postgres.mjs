// PostgreSQL of the system's packages, with its own defaults, in a cluster of a benchmark's own.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../server/dist/db/migrate.js';
import { openDatabase } from '../../server/dist/db/pool.js';
import { endWithUs, freePort } from './stage.mjs';

const versions = '/usr/lib/postgresql';

/** The same as `openPostgres` of the stage, but for the processor time. */
export async function openSystemPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
  const bin = join(versions, readdirSync(versions).toSorted().at(-1), 'bin');
  const account = accountOf(folder);
  const cluster = join(folder, 'cluster');
  const made = spawnSync(join(bin, 'initdb'), ['-D', cluster, '-U', 'bench', '--auth=trust', '--locale=C', '--encoding=UTF8'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap((each) => ['-c', each]);
  const server = spawn(join(bin, 'postgres'), ['-D', cluster, ...settings], { ...account, cwd: '/', stdio: 'ignore' });
  endWithUs(server.pid);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgres://bench@127.0.0.1:${port}/postgres`;
  await untilReady(url, server);
  const knex = openDatabase(url);
  await migrate(knex);
  return {
    url,
    knex,
    folder,
    async close() {
      await knex.destroy();
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as the account that its package made, which must get through the folder. */
function accountOf(folder) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout));
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o711);
  return { uid, gid };
}

async function untilReady(connectionString, server) {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const client = new pg.Client({ connectionString });
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answered) return;
    await sleep(100);
  }
}
