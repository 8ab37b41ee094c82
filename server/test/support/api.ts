import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Site } from '../../src/cli/site.js';
import { parseEnv } from '../../src/env.js';
import { openBackend, type Backend } from '../../src/main.js';
import { createHttpServer } from '../../src/serve.js';
import { Caller } from './caller.js';
import { createTestDatabase } from './database.js';
import { ownPort } from './port.js';
import { seedAssessment } from './question.js';

/** A company with keys for both worlds and one assessment in each. */
export interface TestTenant {
  id: string;
  /** The secret test key. */
  secret: Caller;
  live: Caller;
  /** The publishable test key, from a page on `origin`. */
  page: Caller;
  origin: string;
  /** Of one question, `sum`, open to anyone; in test mode. */
  assessment: string;
  liveAssessment: string;
  /** A new interview on it. */
  createInterview(overrides?: object, headers?: Record<string, string>): Promise<TestInterview>;
}

export interface TestInterview {
  id: string;
  candidate: Caller;
  observer: Caller;
  reviewer: Caller;
  links: { candidate: string; replay: string };
}

export interface TestApi {
  url: string;
  backend: Backend;
  acme: TestTenant;
  globex: TestTenant;
  /** Without a credential. */
  anyone: Caller;
  /** What session tokens are signed with. */
  sessionSecret: string;
  /** Every line that was logged so far. */
  logged(): string;
  /** One more server over the same database and data folder, at an address of its own; with its way to stop. */
  another(): Promise<{ url: string; backend: Backend; stop(): Promise<void> }>;
  /** Ends every process of the server, in order, and starts it again with the same environment at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The real composition on a database of its own: local sandbox, disk archive, scripted assistant, answers checked against the contract.
 * `variables` are set besides; `pages` are those that the program serves beside the API, which need a built product; `through` gives the
 * address of a pooler in front of the database; without `work` nothing takes work from the queue until somebody calls `backend.work()`.
 */
export async function startTestApi(
  variables: Readonly<Record<string, string>> = {},
  { pages = false, work = true, through }: { pages?: boolean; work?: boolean; through?: (database: string) => string } = {},
): Promise<TestApi> {
  const [database, dataDir, port] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-api-')), ownPort()]);
  const databases = { DATABASE_URL: through?.(database.url) ?? database.url, DATABASE_DIRECT_URL: database.url };
  const env = parseEnv({ ...databases, DATA_DIR: dataDir, PORT: String(port), ...variables });
  let lines = '';
  const log = pino({ level: 'info' }, { write: (line) => void (lines += line) });
  const start = async (on = port) => {
    const backend = await openBackend(env, log);
    if (work) await backend.work();
    const before = pages ? [(await Site.open(backend, dataDir)).middleware] : [];
    const { server, end } = createHttpServer(env, backend, log, { checkAnswers: true, before });
    await once(server.listen(on, '127.0.0.1'), 'listening');
    const stop = async () => {
      const ended = end();
      await backend.close();
      await ended;
    };
    return { backend, stop };
  };
  let running = await start();
  const { backend } = running;
  return {
    url: env.publicUrl,
    get backend() {
      return running.backend;
    },
    acme: await makeTenant(backend, env.publicUrl, 'Acme'),
    globex: await makeTenant(backend, env.publicUrl, 'Globex'),
    anyone: new Caller(env.publicUrl, {}),
    sessionSecret: env.sessionSecret,
    logged: () => lines,
    async another() {
      const on = await ownPort();
      return { url: `http://127.0.0.1:${on}`, ...(await start(on)) };
    },
    async restart() {
      await running.stop();
      running = await start();
    },
    async close() {
      await running.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeTenant({ services, knex }: Backend, url: string, name: string): Promise<TestTenant> {
  const origin = `https://${name.toLowerCase()}.example`;
  const { id } = await services.tenants.create(name, [origin]);
  const test = { tenant: id, mode: 'test' } as const;
  const live = { tenant: id, mode: 'live' } as const;
  const bearer = async (scope: typeof test | typeof live, kind: 'secret' | 'publishable') => {
    const { key } = await services.keys.create(scope, { kind, name: `${kind} ${scope.mode}` });
    return { authorization: `Bearer ${key}` };
  };
  const secret = new Caller(url, await bearer(test, 'secret'));
  const assessment = await seedAssessment(knex, services.assessments, test);
  return {
    id,
    secret,
    live: new Caller(url, await bearer(live, 'secret')),
    page: new Caller(url, { ...(await bearer(test, 'publishable')), origin }),
    origin,
    assessment,
    liveAssessment: await seedAssessment(knex, services.assessments, live),
    async createInterview(overrides = {}, headers = {}) {
      const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };
      const { id: interview, links } = await secret.with(headers).made('/api/interview', { assessment, candidate, ...overrides });
      const role = async (name: string) => {
        const { token } = await secret.made(`/api/interview/${interview}/tokens`, { role: name });
        return new Caller(url, { authorization: `Bearer ${token}` });
      };
      return {
        id: interview,
        links,
        candidate: await role('candidate'),
        observer: await role('observer'),
        reviewer: await role('reviewer'),
      };
    },
  };
}
