// The whole product with its demo, in a process and a data folder of a benchmark's own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionUrl, loadSettings } from '../server/dist/db/embedded/settings.js';
import { profilable, profileProcess } from './profile/profiled.mjs';
import { cpuOf, endWithUs, freePort } from './recording/stage.mjs';

/** Longest that the first start may take, bundled exercises proven and the demo's interview played. */
const patience_s = 180;

/** Where `npm run bench` keeps the data of a first start, so that exercises are proven once and not for each benchmark. */
const kept = process.env.BENCH_DATA;

/**
 * `api(method, path, body)` calls with the demo's secret key; `cpu()` is what its process has used, in seconds; `database()` is its
 * connection string; `profile(name, work)` does the work under a profiler where that is asked for. `env` is what a benchmark sets besides.
 */
export async function startProduct(env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
  const isFirst = !kept || !existsSync(kept);
  if (!isFirst) copy(kept, dataDir);
  const product = await startIn(dataDir, env);
  if (!isFirst || !kept) return product;
  // PostgreSQL's files can only be copied while it is stopped.
  await product.stop();
  copy(dataDir, kept);
  return startIn(dataDir, env);
}

/** With its owners: PostgreSQL's files belong to another user where we are root. */
function copy(from, to) {
  const { status, stderr } = spawnSync('cp', ['-a', '-T', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

async function startIn(dataDir, env) {
  const port = await freePort();
  const child = spawn(process.execPath, ['server/bin/interviewlm.mjs', 'start', '--demo'], {
    env: { ...process.env, ...profilable.env, ...env, DATA_DIR: dataDir, PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'error' },
    stdio: profilable.stdio,
  });
  endWithUs(child.pid);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill();
    await ended;
  };
  const close = async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const demo = await demoOf(dataDir, url);
  if (!demo) {
    await close();
    throw new Error('The product did not start');
  }
  return {
    ...productAt(url, demo.secret_key),
    cpu: () => cpuOf(child.pid).own,
    database: () => databaseOf(dataDir),
    profile: (name, work) => profileProcess(child, name, work),
    stop,
    close,
  };
}

/** One that runs already and goes on. */
export function productAt(url, key) {
  const api = async (method, path, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { url, api, close: async () => undefined };
}

/** An interview that is running, on the demo's question of this slug, with its candidate's token and link. */
export async function startInterview({ api }, slug) {
  const { data } = await api('GET', '/api/assessments?limit=100');
  const assessment = data.find(({ questions }) => questions[0].slug === slug);
  const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };
  const { id, links } = await api('POST', '/api/interview', { assessment: assessment.id, candidate });
  const { token } = await api('POST', `/api/interview/${id}/tokens`, { role: 'candidate' });
  return { id, token, link: links.candidate };
}

/** The connection string of the product's own database. */
async function databaseOf(dataDir) {
  return connectionUrl(await loadSettings(dataDir), 'postgres');
}

async function demoOf(dataDir, url) {
  for (let waited = 0; waited < patience_s * 4; waited++) {
    await sleep(250);
    try {
      if ((await fetch(`${url}/readyz`)).ok) return JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
    } catch {
      // It isn't ready yet.
    }
  }
  return null;
}
