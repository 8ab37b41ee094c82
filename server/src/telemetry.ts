import { createServer, type Server } from 'node:http';
import type { Knex } from 'knex';
import { readDue } from './db/due.js';
import type { Observe } from './db/opening.js';
import type { Env } from './env.js';
import type { Prometheus, Sources } from './providers/prometheus/index.js';
import { noMeters, noTracing, type Meters, type Tracing } from './services/telemetry/port.js';

export interface Telemetry {
  readonly meters: Meters;
  readonly tracing: Tracing;
  /** Serves `/metrics` where that is wanted, until `close`. */
  watch(sources: Sources): Promise<void>;
  /** Sends what is kept. */
  close(): Promise<void>;
}

/** Both are loaded only where they are asked for: an ordinary start waits for neither. */
export async function openTelemetry(env: Pick<Env, 'metrics' | 'traces'>): Promise<Telemetry> {
  const [prometheus, traces] = await Promise.all([
    env.metrics && import('./providers/prometheus/index.js').then(({ createPrometheus }) => createPrometheus()),
    env.traces && import('./providers/opentelemetry/index.js').then(({ createOpenTelemetry }) => createOpenTelemetry()),
  ]);
  let server: Server | null = null;
  return {
    meters: prometheus || noMeters,
    tracing: traces || noTracing,
    async watch(sources) {
      if (!prometheus || !env.metrics) return;
      prometheus.watch(sources);
      server = await serve(env.metrics, prometheus);
    },
    async close() {
      server?.close();
      server?.closeAllConnections();
      if (traces) await traces.close();
    },
  };
}

/** A span for each statement, by its first word; undefined where there are no spans. */
export const statementSpans = (tracing: Tracing): Observe | undefined =>
  tracing === noTracing
    ? undefined
    : (operation) => {
        const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation };
        const span = tracing.begin(`postgresql ${operation}`, 'client', attributes);
        return (error) => span.end(error);
      };

/** What the pool of connections and the queues say. */
export const databaseSources = (knex: Knex): Pick<Sources, 'pool' | 'due'> => ({
  pool() {
    const pool = (knex.client as { pool: { numUsed(): number; numFree(): number; numPendingAcquires(): number } }).pool;
    return { used: pool.numUsed(), free: pool.numFree(), waiting: pool.numPendingAcquires() };
  },
  due: () => readDue(knex),
});

async function serve({ host, port }: NonNullable<Env['metrics']>, prometheus: Prometheus): Promise<Server> {
  const server = createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') return void res.writeHead(404).end();
    prometheus.text().then(
      (body) => res.writeHead(200, { 'Content-Type': prometheus.contentType }).end(body),
      () => res.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
