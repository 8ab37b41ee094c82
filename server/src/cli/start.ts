import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { parseEnv, type Env } from '../env.js';
import { createLog } from '../log.js';
import { openBackend, type Backend } from '../main.js';
import { createHttpServer } from '../serve.js';
import { openDemo } from './demo/index.js';
import { partsTable } from './parts-table.js';
import { Site, type Mount } from './site.js';
import { untilStopped } from './until-stopped.js';
import { UsageError } from './usage-error.js';

interface StartOptions {
  demo?: boolean;
  mount: Mount[];
  worker: boolean;
}

export const startCommand = () =>
  new Command('start')
    .description('Serve the API and the hosted pages, and do the work of the queue.')
    .option('--demo', 'make a demo tenant with something to try at the first start')
    .option('--mount <path=module>', 'serve an example that makes a request handler, with the demo’s key; may be repeated', mount, [])
    .option('--no-worker', 'leave the work of the queue to `interviewlm worker`')
    .action(start);

async function start(options: StartOptions): Promise<void> {
  const env = parseEnv(process.env);
  const log = createLog(env.logLevel);
  // One request's forgotten promise must not end everybody else's interview; it is a bug to mend all the same.
  process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
  const backend = await openBackend(env, log);
  const site = await Site.open(backend, env.dataDir);
  const { server, end } = createHttpServer(env, backend, log, { before: [site.middleware] });
  await listen(server, env).catch(async (err: unknown) => {
    // What is open keeps the process alive, and with it the database, which the next start needs.
    await backend.close();
    throw err;
  });
  log.info({ url: env.publicUrl }, 'listening');
  process.stdout.write(`\n${partsTable(backend.parts)}\n${await weaknesses(backend)}\n`);
  const stopped = untilStopped(
    log,
    async (drain_ms) => {
      backend.beginDrain();
      await sleep(drain_ms);
      const ended = end();
      backend.beginStop();
      await ended;
      await backend.close();
    },
    env.drainSeconds * 1000,
  );
  if (options.worker) await backend.work();
  if (options.demo)
    await showDemo(env, backend, site, options.mount).catch((err: unknown) =>
      log.error({ err }, 'there is no demo; everything else is served'),
    );
  await stopped;
}

/** What of our own sandbox is weaker on this machine than it could be, or why it runs nothing here; a line each. */
async function weaknesses({ parts, sandboxFor }: Backend): Promise<string> {
  if (parts.find(({ part }) => part === 'sandbox')?.real) return '';
  const { ready, detail, warnings } = await sandboxFor('live').check();
  return [
    ready ? `  sandbox: ${detail}.` : `  No code can run here. ${detail}`,
    ...warnings.map((warning) => `  sandbox, weaker: ${warning}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

async function showDemo(env: Env, backend: Backend, site: Site, mounts: readonly Mount[]): Promise<void> {
  const demo = await openDemo(env, backend);
  await site.showDemo(demo, mounts);
  process.stdout.write(`${demo.summary}\n\n`);
}

function listen(server: Server, { host, port }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new UsageError(`Something listens on ${host}:${port} already. Set PORT to another one.`) : error,
      );
    });
    server.listen(port, host, () => resolve());
  });
}

function mount(text: string, before: Mount[]): Mount[] {
  const [path, module] = text.split('=');
  if (!path?.startsWith('/') || !module) throw new UsageError('--mount is like /examples/ats-host=examples/ats-host/server.mjs');
  return [...before, { path, module }];
}
