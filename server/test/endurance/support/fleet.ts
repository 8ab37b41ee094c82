import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { migrate } from '../../../src/db/migrate.js';
import { openDatabase } from '../../../src/db/pool.js';
import { createAssessments } from '../../../src/services/assessments/index.js';
import { createKeys } from '../../../src/services/keys/index.js';
import { createTenants } from '../../../src/services/tenants/index.js';
import { Caller } from '../../support/caller.js';
import { ownPort } from '../../support/port.js';
import { seedAssessment } from '../../support/question.js';
import { DurablePostgres } from './durable.js';
import { Kept } from './kept.js';
import { startNginx } from './nginx.js';

/** Several servers and workers of the product as it is shipped, over one PostgreSQL and one data folder, behind nginx. */
export interface Fleet {
  /** nginx's. */
  readonly url: string;
  readonly servers: readonly Kept[];
  readonly workers: readonly Kept[];
  readonly postgres: DurablePostgres;
  readonly knex: Knex;
  readonly tenant: string;
  /** The secret test key, through nginx. */
  readonly company: Caller;
  readonly assessment: string;
  close(): Promise<void>;
}

export async function openFleet(sizes: { servers: number; workers: number }, variables: NodeJS.ProcessEnv = {}): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-fleet-'));
  // Root hands the database to another user, who has to get in.
  await chmod(folder, 0o711);
  const postgres = await DurablePostgres.start(folder);
  const knex = openDatabase(postgres.url, { connections: 4 });
  await migrate(knex);
  const ports: number[] = [];
  for (let n = 0; n < sizes.servers; n++) ports.push(await ownPort());
  const front = await ownPort();
  const url = `http://127.0.0.1:${front}`;
  const env = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(folder, 'data'),
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: url,
    TRUSTED_PROXIES: '1',
    WEBHOOKS_INSECURE: 'true',
    LOG_LEVEL: 'fatal',
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    ...variables,
  };
  const servers = ports.map((port) => new Kept(`http://127.0.0.1:${port}`, ['start', '--no-worker'], { ...env, PORT: String(port) }));
  const workers = Array.from({ length: sizes.workers }, () => new Kept(null, ['worker'], env));
  await Promise.all(servers.map((server) => server.ready()));
  const nginx = await startNginx(front, ports);
  const { id: tenant } = await createTenants(knex).create('Acme', []);
  const scope = { tenant, mode: 'test' } as const;
  const { key } = await createKeys(knex).create(scope, { kind: 'secret', name: 'fleet' });
  return {
    url,
    servers,
    workers,
    postgres,
    knex,
    tenant,
    company: new Caller(url, { authorization: `Bearer ${key}` }),
    assessment: await seedAssessment(knex, createAssessments(knex), scope),
    async close() {
      await Promise.all([...servers, ...workers].map((each) => each.end()));
      await nginx.close();
      await knex.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sandboxes as several machines have them: on Modal, here over its wire protocol, for interviews in test mode as well. */
export const modalAt = (url: string): NodeJS.ProcessEnv => ({
  MODAL_SERVER_URL: url,
  MODAL_CONFIG_PATH: '/dev/null',
  MODAL_TOKEN_ID: 'ak-test',
  MODAL_TOKEN_SECRET: 'as-test',
  TEST_MODE: 'as_live',
});
