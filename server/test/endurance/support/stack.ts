import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/db/migrate.js';
import { openDatabase } from '../../../src/db/pool.js';
import type { At } from '../../../src/services/recording/log.js';
import { createTokens } from '../../../src/services/sessions/tokens.js';
import { addInterview, addTenant } from '../../support/interview.js';
import { ownPort } from '../../support/port.js';
import { DurablePostgres } from './durable.js';
import { Kept } from './kept.js';
import { logOf, type Found } from './log-of.js';
import type { Invited } from './writer.js';

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
  const port = await ownPort();
  const url = `http://127.0.0.1:${port}`;
  const postgres = await DurablePostgres.start(folder);
  const knex = openDatabase(postgres.url, { connections: 4 });
  await migrate(knex);
  const tenant = await addTenant(knex);
  const server = new Kept(url, ['start'], {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(folder, 'data'),
    SESSION_SECRET: secret,
    PORT: String(port),
    LOG_LEVEL: 'fatal',
    // Started dozens of times: most of a start is compiling.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  });
  await server.ready();
  return {
    url,
    async invite() {
      const at = await addInterview(knex, tenant);
      return { at, token: (await createTokens(secret).mint(at, at.interview, 'candidate')).token };
    },
    async kill(which) {
      if (which === 'server') await server.kill();
      else await postgres.restart('SIGKILL');
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
