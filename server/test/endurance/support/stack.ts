import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SessionEvent } from '@interviewlm/protocol';
import { Timeline } from '@interviewlm/recording';
import type { Knex } from 'knex';
import { startEmbedded, type EmbeddedPostgres } from '../../../src/db/embedded.js';
import { freePort } from '../../../src/db/embedded/settings.js';
import { postmasterOf } from '../../../src/db/embedded/postmaster.js';
import { readLogHead } from '../../../src/db/log-heads.js';
import { migrate } from '../../../src/db/migrate.js';
import { openDatabase } from '../../../src/db/pool.js';
import { withTenant } from '../../../src/db/tenant-tx.js';
import { chainEvents } from '../../../src/services/recording/event-chain.js';
import { fold } from '../../../src/services/recording/fold.js';
import type { At } from '../../../src/services/recording/log.js';
import { eventsAfter } from '../../../src/services/recording/pages.js';
import { refold } from '../../../src/services/recording/refold.js';
import { createTokens } from '../../../src/services/sessions/tokens.js';
import { addInterview, addTenant } from '../../support/interview.js';
import type { Invited } from './writer.js';

const program = fileURLToPath(new URL('../../../bin/interviewlm.mjs', import.meta.url));
const start_ms = 90_000;

/** What one log holds, read straight from the database. */
export interface Found {
  readonly seqs: readonly number[];
  /** Of the events that the page sent, in the order of the log. */
  readonly offsets: readonly number[];
  /** The head of the chain that is stored is that of the events. */
  readonly chained: boolean;
  readonly gaps: readonly unknown[];
}

/** The product as it is shipped, over a durable PostgreSQL of its own; both can be killed, and come back. */
export interface Stack {
  readonly url: string;
  invite(): Promise<Invited>;
  /** SIGKILL; resolves once it serves again. */
  kill(which: 'server' | 'database'): Promise<void>;
  logOf(at: At): Promise<Found>;
  close(): Promise<void>;
}

export async function openStack(): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-kill-'));
  // Root hands the database to another user, who has to get in.
  await chmod(folder, 0o711);
  const secret = randomBytes(32).toString('hex');
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  let postgres: EmbeddedPostgres = await startEmbedded({ folder });
  const databaseUrl = postgres.url('postgres');
  const knex = openDatabase(databaseUrl, { connections: 4 });
  await migrate(knex);
  const tenant = await addTenant(knex);
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    SESSION_SECRET: secret,
    PORT: String(port),
    LOG_LEVEL: 'fatal',
    // Started dozens of times: most of a start is compiling.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  };
  const server = new Server(url, env);
  await server.ready();
  return {
    url,
    async invite() {
      const at = await addInterview(knex, tenant);
      return { at, token: (await createTokens(secret).mint(at, at.interview, 'candidate')).token };
    },
    async kill(which) {
      if (which === 'server') {
        await server.kill();
        return server.ready();
      }
      const cluster = join(folder, 'postgres');
      const running = postmasterOf(cluster);
      if (running) process.kill(running.pid, 'SIGKILL');
      while (postmasterOf(cluster)) await sleep(5);
      // Its other processes hold the port for a moment longer.
      const wanted = Number(new URL(databaseUrl).port);
      for (const deadline = Date.now() + start_ms; Date.now() < deadline && (await freePort(wanted)) !== wanted;) await sleep(20);
      postgres = await startEmbedded({ folder });
      if (postgres.url('postgres') !== databaseUrl) throw new Error('The database came back at another address.');
      await server.ready();
    },
    logOf: (at) => logOf(knex, at),
    async close() {
      await server.end();
      await knex.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server as whoever runs it keeps it: started again whenever it ends. One that starts while the database is away ends by itself. */
class Server {
  #child: ChildProcess;
  #kept = true;
  /** What it wrote to standard error since it was started last. */
  #said = '';

  constructor(
    private readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.#child = this.#start();
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + start_ms;
    while (!(await isReady(this.url))) {
      if (Date.now() > deadline)
        throw new Error(`The server was not ready within ${start_ms / 1000} s: ${await answerOf(this.url)} ${this.#said}`);
      await sleep(50);
    }
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    this.#kept = false;
    await this.kill();
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [program, 'start'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.#said = '';
    child.stderr.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-2000)));
    child.once('exit', () => {
      if (this.#kept) setTimeout(() => (this.#child = this.#start()), 200);
    });
    return child;
  }
}

const answerOf = (url: string) => fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then((answer) => answer.text(), String);

const isReady = (url: string) =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function logOf(knex: Knex, at: At): Promise<Found> {
  await fold(knex, refold, at);
  return withTenant(knex, at.tenant, async (tx) => {
    const events: SessionEvent[] = await Array.fromAsync(eventsAfter(tx, at.interview));
    const head = await readLogHead(tx, at.interview);
    const timeline = new Timeline();
    timeline.append(events);
    return {
      seqs: events.map(({ seq }) => seq),
      offsets: events.flatMap((event) => (event.type === 'editor.cursor' ? [event.data.offset] : [])),
      chained:
        head?.seq === events.length && (head.folded_hash?.equals(chainEvents(null, events) ?? Buffer.alloc(0)) ?? events.length === 0),
      gaps: timeline.gaps,
    };
  });
}
