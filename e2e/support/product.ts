import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownPort } from '../../server/test/support/port.js';
import { Integrator, type Invitation } from './integrator.js';

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
  readonly console_url: string;
}

/** Where a product runs: all that another process needs to know of it. */
export interface Place {
  readonly baseUrl: string;
  readonly dataDir: string;
}

/** The whole product, built before, as `npm start` runs it, with a data folder and a port of its own. */
export interface Product extends Place {
  readonly demo: Demo;
  /** All that it has printed so far, over all starts. */
  log(): string;
  /** Calls the API with the secret key; throws with the answer's text when it is refused. */
  api: Integrator['call'];
  /** A new interview on the assessment that begins with this exercise. */
  invite(exercise: string): Promise<Invitation>;
}

/** A product that its test may end and start again. */
export interface OwnProduct extends Product {
  /** SIGKILL: nothing gets a chance to finish. */
  kill(): Promise<void>;
  /** Starts again on the same data and port. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** A product that runs already. */
export function productAt({ baseUrl, dataDir }: Place): Product {
  const demo = readDemo(dataDir);
  if (!demo) throw new Error('The product is ready without a demo.json.');
  const company = new Integrator(baseUrl, demo.secret_key);
  return {
    baseUrl,
    dataDir,
    demo,
    log: () => readFileSync(logOf(dataDir), 'utf8'),
    api: company.call,
    invite: (exercise) => company.createInterview(exercise, `ada+${Date.now()}@example.com`),
  };
}

export async function startProduct(): Promise<OwnProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'interviewlm-e2e-'));
  const port = await ownPort();
  const place = { dataDir, baseUrl: `http://127.0.0.1:${port}` };
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(logOf(dataDir), 'a');
    child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    await untilReady(child, place);
  }

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
  return {
    ...productAt(place),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(running: ChildProcess, { dataDir, baseUrl }: Place): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  const lastWords = () => readFileSync(logOf(dataDir), 'utf8').slice(-4000);
  while (Date.now() < deadline) {
    if (running.exitCode !== null) throw new Error(`The product ended with ${running.exitCode} before it was ready:\n${lastWords()}`);
    const answer = await fetch(`${baseUrl}/readyz`).catch(() => null);
    if (answer?.ok && readDemo(dataDir)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The product was not ready after ${startTimeoutMs / 1000} s:\n${lastWords()}`);
}

const logOf = (dataDir: string) => join(dataDir, 'printed.log');

function readDemo(dataDir: string): Demo | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Demo;
  } catch {
    return null;
  }
}
