// A PostgreSQL and an API process of a benchmark's own, with interviews that are running.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AiPolicy } from '@interviewlm/protocol';
import { longSession } from '@interviewlm/recording/testing';
import { startEmbedded } from '../../server/dist/db/embedded.js';
import { migrate } from '../../server/dist/db/migrate.js';
import { openDatabase } from '../../server/dist/db/pool.js';
import { profilable, profileProcess } from '../profile/profiled.mjs';
import { newId } from '../../server/dist/ids.js';
import { createTokens } from '../../server/dist/services/sessions/tokens.js';

const secret = randomBytes(32).toString('hex');
/** What an assessment has that says nothing of it. */
const ai_policy = JSON.stringify(AiPolicy.parse({}));

/** A real, durable PostgreSQL. `cpu()` is what all of its processes have used, in seconds. */
export async function openPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
  chmodSync(folder, 0o711);
  const server = await startEmbedded({ folder });
  const knex = openDatabase(server.url('postgres'));
  await migrate(knex);
  const postmaster = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  endWithUs(postmaster);
  return {
    url: server.url('postgres'),
    knex,
    folder,
    cpu: () => cpuOfTree(postmaster),
    async close() {
      await knex.destroy();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A process that serves: `command` after `node`, once `path` answers. */
export async function serve(command, env, path) {
  const port = await freePort();
  const child = spawn(process.execPath, command, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ...profilable.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env, PORT: String(port) },
    stdio: profilable.stdio,
  });
  endWithUs(child.pid);
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url + path).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`);
    await sleep(100);
  }
  return {
    url,
    pid: child.pid,
    cpu: () => cpuOf(child.pid).own,
    profile: (name, work) => profileProcess(child, name, work),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export const serveApi = ({ url, folder }) =>
  serve(['server/bin/interviewlm.mjs', 'start'], { DATABASE_URL: url, DATA_DIR: join(folder, 'data'), SESSION_SECRET: secret }, '/readyz');

/** A token for this interview. */
export const tokenFor = async ({ tenant, interview }, role) =>
  (await createTokens(secret).mint({ tenant, mode: 'test' }, interview, role)).token;

/** A running interview, straight into the tables, and its candidate's token. */
export async function addInterview(knex) {
  const tenant = newId('tenant');
  const [assessment, candidate, interview] = ['assessment', 'candidate', 'interview'].map((kind) => newId(kind));
  const own = { tenant_id: tenant, mode: 'test' };
  await knex('tenants').insert({ id: tenant, name: 'Bench', origins: [] });
  const asked = { description: '', access: 'invite', duration_ms: 36_000_000, question_ids: [] };
  await knex('assessments').insert({ ...own, ...asked, id: assessment, title: 'Bench', ai_policy });
  await knex('candidates').insert({ ...own, id: candidate, name: 'Ada', email: `${candidate}@example.com` });
  const times = { limit_ms: 36_000_000, elapsed_ms: 7_200_000, running_since: knex.fn.now(), started_at: knex.fn.now() };
  await knex('interviews').insert({
    ...own,
    ...times,
    id: interview,
    assessment_id: assessment,
    candidate_id: candidate,
    status: 'started',
    accommodations: JSON.stringify({ time_multiplier: 1, pause_allowed: false, suppress_signals: [] }),
    ai_policy,
    metadata: '{}',
    question_ids: [],
    expires_at: knex.raw(`now() + interval '1 day'`),
  });
  return { tenant, interview, token: await tokenFor({ tenant, interview }, 'candidate') };
}

/** What the server records before a page does: the files that `pageEvents` edits. */
export const starterOf = (minutes) => {
  const { t_ms, type, data } = longSession(10, minutes).events[0];
  return { t_ms, type, data };
};

/** What a page records in an hour: typing, cursors, files opened; without what only the server writes. */
export function pageEvents(count, minutes) {
  const events = longSession(Math.ceil(count * 1.4), minutes).events.filter(({ type }) => type.startsWith('editor.'));
  return events.slice(0, count).map(({ t_ms, type, data }) => ({ t_ms, type, data }));
}

export async function post(url, { interview, token }, batch) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/api/interview/${interview}/events`, { method: 'POST', headers, body: JSON.stringify(batch) });
  if (answer.status === 429) {
    await sleep(Number(answer.headers.get('Retry-After')) * 1000);
    return post(url, { interview, token }, batch);
  }
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A benchmark that breaks leaves nothing behind that the next one would be measured beside. */
export function endWithUs(pid) {
  process.once('exit', () => {
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It has ended already.
    }
  });
}

function cpuOfTree(root) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [pid, cpuOf(pid)]);
  return children
    .filter(([pid, { parent }]) => Number(pid) === root || parent === root)
    .reduce((sum, [, { own, waited }]) => sum + own + waited, 0);
}

/** Seconds that a process used, and that its children used which have ended. Clock ticks are hundredths on every Linux. */
export function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: (fields[11] + fields[12]) / 100, waited: (fields[13] + fields[14]) / 100 };
  } catch {
    return { parent: 0, own: 0, waited: 0 };
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
