import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What `npm start` runs once everything is built. */
const command = ['server/bin/interviewlm.mjs', 'start', '--demo', '--mount', '/examples/ats-host=examples/ats-host/server.mjs'];
const startTimeoutMs = 170_000;

/** What `npm start` writes to `DATA_DIR/demo.json`. */
export interface Demo {
  readonly base_url: string;
  readonly tenant: string;
  readonly secret_key: string;
  readonly publishable_key: string;
  readonly candidate_url: string;
  readonly replay_url: string;
  readonly ats_host_url: string;
  readonly careers_url: string;
  readonly docs_url: string;
}

/** The whole product, built before, as `npm start` runs it, with a data folder and a port of its own. */
export interface Product {
  readonly demo: Demo;
  readonly baseUrl: string;
  readonly dataDir: string;
  /** All that it has printed so far, over all starts. */
  log(): string;
  /** SIGKILL: nothing gets a chance to finish. */
  kill(): Promise<void>;
  /** Starts again on the same data and port. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
  /** Calls the API with the secret key; throws with the answer's text when it is refused. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** A new interview on the assessment that begins with this exercise. */
  invite(exercise: string): Promise<Invitation>;
}

export interface Invitation {
  readonly id: string;
  readonly status: string;
  readonly links: { readonly candidate: string; readonly replay: string };
}

export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'interviewlm-e2e-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  let log = '';
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (log += text.toString()));
    await untilReady(child);
  }

  async function untilReady(running: ChildProcess): Promise<void> {
    const deadline = Date.now() + startTimeoutMs;
    while (Date.now() < deadline) {
      if (running.exitCode !== null)
        throw new Error(`The product ended with ${running.exitCode} before it was ready:\n${log.slice(-4000)}`);
      const answer = await fetch(`${baseUrl}/readyz`).catch(() => null);
      if (answer?.ok && (await readDemo())) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`The product was not ready after ${startTimeoutMs / 1000} s:\n${log.slice(-4000)}`);
  }

  const readDemo = async (): Promise<Demo | null> => {
    const text = await readFile(join(dataDir, 'demo.json'), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as Demo);
  };

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }

  try {
    await start();
  } catch (error) {
    await end('SIGTERM');
    throw error;
  }
  const demo = await readDemo();
  if (!demo) throw new Error('The product is ready without a demo.json.');

  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${demo.secret_key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };

  return {
    demo,
    baseUrl,
    dataDir,
    api,
    log: () => log,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
    async invite(exercise) {
      const { data } = await api<{ data: { id: string; questions: { slug: string }[] }[] }>('GET', '/api/assessments?limit=100');
      const assessment = data.find(({ questions }) => questions[0]?.slug === exercise);
      if (!assessment) throw new Error(`No assessment begins with ${exercise}.`);
      const candidate = { name: 'Ada Lovelace', email: `ada+${Date.now()}@example.com` };
      return api<Invitation>('POST', '/api/interview', { assessment: assessment.id, candidate });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
