// The whole product with its demo, in a process and a data folder of a benchmark's own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, freePort } from './recording/stage.mjs';

/** Longest that the first start may take, bundled exercises proven and the demo's interview played. */
const patience_s = 180;

/**
 * `api(method, path, body)` calls with the demo's secret key; `cpu()` is what its process has used, in seconds. `env` is what a benchmark sets
 * besides.
 */
export async function startProduct(env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['server/bin/interviewlm.mjs', 'start', '--demo'], {
    env: { ...process.env, ...env, DATA_DIR: dataDir, PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill();
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const demo = await demoOf(dataDir);
  if (!demo) {
    await close();
    throw new Error('The product did not start');
  }
  return { ...productAt(demo.base_url, demo.secret_key), demo, cpu: () => cpuOf(child.pid).own, close };
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

/** An interview that is running, on the demo's question of this slug, with its candidate's token. */
export async function startInterview({ api }, slug) {
  const { data } = await api('GET', '/api/assessments?limit=100');
  const assessment = data.find(({ questions }) => questions[0].slug === slug);
  const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };
  const { id } = await api('POST', '/api/interview', { assessment: assessment.id, candidate });
  const { token } = await api('POST', `/api/interview/${id}/tokens`, { role: 'candidate' });
  return { id, token };
}

async function demoOf(dataDir) {
  for (let waited = 0; waited < patience_s; waited++) {
    await sleep(1000);
    try {
      return JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
    } catch {
      // It isn't ready yet.
    }
  }
  return null;
}
