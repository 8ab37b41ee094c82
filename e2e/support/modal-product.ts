import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownPort } from '../../server/test/support/port.js';
import { startModalServer, type ModalServer } from '../../server/test/vendors/modal-server/server.js';
import { interviewlm } from './cli.js';
import { Integrator, type Invitation } from './integrator.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The program whose live interviews run on Modal, as our contract-test server speaks its protocol. */
export interface ModalProduct {
  readonly modal: ModalServer;
  api: Integrator['call'];
  invite(): Promise<Invitation>;
  stop(): Promise<void>;
}

/** Exercises are proven on this machine's sandbox: only what a candidate does goes to Modal. */
export async function startModalProduct(): Promise<ModalProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'interviewlm-modal-'));
  const modal = await startModalServer();
  const baseUrl = `http://127.0.0.1:${await ownPort()}`;
  const child = spawn(process.execPath, ['server/bin/interviewlm.mjs', 'start'], {
    cwd: root,
    env: {
      ...process.env,
      ...{ DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: new URL(baseUrl).port, NODE_ENV: 'production' },
      ...{ MODAL_TOKEN_ID: 'ak-test', MODAL_TOKEN_SECRET: 'as-test', MODAL_SERVER_URL: modal.url, MODAL_CONFIG_PATH: '/dev/null' },
    },
    stdio: 'ignore',
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    await modal.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(baseUrl);
    const company = new Integrator(baseUrl, await liveKey(dataDir));
    return { modal, api: company.call, invite: () => company.createInterview('log-summary'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A tenant with one live assessment, and its secret key. */
async function liveKey(dataDir: string): Promise<string> {
  const { id } = await interviewlm<{ id: string }>(dataDir, 'tenants', 'create', 'Acme');
  const scope = ['--tenant', id, '--mode', 'live'];
  await interviewlm(dataDir, 'assessments', 'import', join(root, 'server/assessments/javascript-services'), ...scope, '--json');
  return (await interviewlm<{ key: string }>(dataDir, 'keys', 'create', ...scope)).key;
}

async function untilReady(baseUrl: string): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    if ((await fetch(`${baseUrl}/readyz`).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The program was not ready after 60 s');
}
