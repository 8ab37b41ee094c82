import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Knex } from 'knex';
import type Koa from 'koa';
import type { Logger } from 'pino';
import type { Mode } from '@interviewlm/protocol';
import { composeServices, type Services } from './compose.js';
import { startEmbedded } from './db/embedded.js';
import { migrate } from './db/migrate.js';
import { KeyRing } from './db/personal/key-ring.js';
import type { Observe } from './db/opening.js';
import { openDatabase } from './db/pool.js';
import type { Env } from './env.js';
import { requirePersonalKeys } from './personal.js';
import { databaseSources, openTelemetry, statementSpans, type Telemetry } from './telemetry.js';
import { archiveRegularly } from './jobs/archive.js';
import { deliverRegularly } from './jobs/deliver.js';
import { eraseRegularly } from './jobs/erase.js';
import { expireRegularly } from './jobs/expire.js';
import { foldRegularly } from './jobs/fold.js';
import { createQueue } from './jobs/queue.js';
import { reconcileRegularly } from './jobs/reconcile.js';
import { retainRegularly } from './jobs/retain.js';
import { rubricJob } from './jobs/rubric.js';
import { sampleRegularly } from './jobs/sample.js';
import { scoreJob } from './jobs/score.js';
import { sweepRegularly } from './jobs/sweep.js';
import type { ModalOptions } from './providers/modal/index.js';
import type { ArchivePort } from './services/archive/port.js';
import type { AssistantPort } from './services/assistant/port.js';
import type { IdentityPort } from './services/console/port.js';
import type { MailPort } from './services/mail/port.js';
import type { StructuredModelPort } from './services/structured/port.js';
import type { Computer, SandboxPort } from './services/volumes/port.js';

/** One of the five parts that a vendor can stand behind. */
export interface PartReport {
  readonly part: 'database' | 'sandbox' | 'archive' | 'assistant' | 'e-mail';
  readonly real: boolean;
  readonly detail: string;
}

/** Everything that outlives a request, without an HTTP server: what commands and workers need. */
export interface Backend {
  readonly knex: Knex;
  readonly services: Services;
  readonly telemetry: Pick<Telemetry, 'meters' | 'tracing'>;
  sandboxFor: (mode: Mode) => SandboxPort;
  readonly parts: readonly PartReport[];
  /** Serves what the archive presigns, where that is our own task. */
  readonly archiveRoutes: Koa.Middleware | null;
  /** Other origins that pages fetch archived recordings from. */
  readonly archiveOrigins: readonly string[];
  readonly stopping: AbortSignal;
  /** Does jobs until `close`. */
  work(): Promise<void>;
  /** Aborted from when it is known that the server will stop: `/readyz` says so. */
  readonly draining: AbortSignal;
  beginDrain(): void;
  /** Ends streams. */
  beginStop(): void;
  close(): Promise<void>;
}

/** The database that the environment names, or the embedded one; `close` ends what was opened here. */
export async function openStore(
  env: Env,
  observe?: Observe,
): Promise<{ url: string; directUrl: string; knex: Knex; close(): Promise<void> }> {
  const embedded = env.databaseUrl === null ? await startEmbedded({ folder: env.dataDir }) : null;
  const url = env.databaseUrl ?? embedded?.url('postgres') ?? '';
  const directUrl = env.databaseDirectUrl ?? url;
  const knex = openDatabase(url, { pooled: directUrl !== url, personal: new KeyRing(env.personalKeys), ...(observe && { observe }) });
  return {
    url,
    directUrl,
    knex,
    async close() {
      await knex.destroy();
      await embedded?.stop();
    },
  };
}

export async function openBackend(env: Env, log: Logger): Promise<Backend> {
  await mkdir(env.dataDir, { recursive: true });
  const draining = new AbortController();
  const stopping = new AbortController();
  const onError = (err: unknown) => log.error({ err }, 'work in the background failed');
  const telemetry = await openTelemetry(env);
  const [store, computers, archive, assistants, structuredFor, mailFor, identities] = await Promise.all([
    openStore(env, statementSpans(telemetry.tracing)),
    openComputers(env, log),
    openArchive(env),
    openAssistants(env),
    openStructuredModel(env),
    openMail(env),
    openIdentities(env),
  ]);
  // What is open keeps the process alive, and with it the database, which the next start needs.
  const orClose = <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      await Promise.allSettled([telemetry.close(), computers.stop()]);
      await store.close();
      throw error;
    });
  await orClose(migrate(store.knex));
  await orClose(requirePersonalKeys(store.knex));
  const sandboxes = async () => (await computers.for('live').sandboxes.list()).length;
  await orClose(telemetry.watch({ ...databaseSources(store.knex), sandboxes }));
  const queue = createQueue(store.url, onError);
  const services = await orClose(
    composeServices({
      knex: store.knex,
      listenUrl: store.directUrl,
      queue,
      computerFor: (mode) => computers.for(mode),
      archive: archive.port,
      retention_ms: env.retentionDays * 86_400_000,
      assistantFor: (mode) => assistants.for(mode),
      structuredFor,
      mailFor,
      identities,
      sessionSecret: env.sessionSecret,
      dataSecret: env.dataSecret,
      publicUrl: env.publicUrl,
      insecureWebhooks: env.insecureWebhooks,
      exportKey: env.exportKey,
      meters: telemetry.meters,
      tracing: telemetry.tracing,
      log,
      stopping: stopping.signal,
    }),
  );
  const stopSampling = sampleRegularly(services, onError);
  let stopExpiring = () => {};
  let stopSweeping = () => {};
  let stopDelivering = async () => {};
  let stopTelling = async () => {};
  let stopMailing = async () => {};
  let stopFolding = async () => {};
  let stopArchiving = async () => {};
  let stopErasing = async () => {};
  let stopRetaining = async () => {};
  let stopReconciling = async () => {};
  return {
    knex: store.knex,
    services,
    telemetry,
    sandboxFor: (mode) => computers.for(mode).sandboxes,
    archiveRoutes: archive.routes,
    archiveOrigins: archive.origins,
    stopping: stopping.signal,
    parts: [
      {
        part: 'database',
        real: env.databaseUrl !== null,
        detail: env.databaseUrl ? 'PostgreSQL at DATABASE_URL' : 'PostgreSQL 18 in DATA_DIR',
      },
      { part: 'sandbox', real: env.modal !== null, detail: computers.detail },
      { part: 'archive', real: env.s3 !== null, detail: env.s3 ? `S3 bucket ${env.s3.bucket}` : 'files in DATA_DIR' },
      { part: 'assistant', real: env.anthropic !== null, detail: assistants.detail },
      { part: 'e-mail', real: env.smtp !== null, detail: env.smtp ? `from ${env.smtp.from}` : 'kept in the outbox' },
    ],
    async work() {
      stopExpiring = expireRegularly(services.sessions, onError);
      stopSweeping = sweepRegularly([services.idempotency, services.webhooks, services.consoleSessions], onError);
      stopDelivering = deliverRegularly(services.webhooks, onError);
      stopTelling = deliverRegularly(services.orders, onError);
      stopMailing = deliverRegularly(services.mailing, onError);
      stopFolding = foldRegularly(services.recording, onError);
      stopArchiving = archiveRegularly(services.archiving, onError);
      stopErasing = eraseRegularly(services.erasing, onError);
      stopRetaining = retainRegularly(services.retention, onError);
      stopReconciling = reconcileRegularly(services.reconciling, {
        found: (counts) => log.info(counts, 'volumes and sandboxes that no interview wants'),
        failed: onError,
      });
      await queue.work(scoreJob(services.sessions, telemetry.tracing));
      await queue.work(rubricJob(services.rubric));
    },
    draining: draining.signal,
    beginDrain: () => draining.abort(),
    beginStop() {
      draining.abort();
      stopping.abort();
    },
    async close() {
      stopping.abort();
      stopExpiring();
      stopSweeping();
      stopSampling();
      await Promise.all([stopDelivering(), stopTelling(), stopMailing(), stopFolding()]);
      await Promise.all([stopArchiving(), stopErasing(), stopRetaining(), stopReconciling()]);
      await services.close();
      await queue.stop();
      await computers.stop();
      await store.close();
      await telemetry.close();
    },
  };
}

interface Computers {
  for(mode: Mode): Computer;
  readonly detail: string;
  stop(): Promise<void>;
}

/**
 * Where code runs and files live. Interviews in test mode stay on this machine unless told otherwise: trying things out costs nothing.
 * Drivers are loaded only where they are used: some are large.
 */
export async function openComputers(env: Env, log: Logger): Promise<Computers> {
  const { createLocalProvider } = await import('./providers/local/index.js');
  const openLocal = () =>
    createLocalProvider({ dataDir: env.dataDir, node: dirname(dirname(process.execPath)), log: { warn: (message) => log.warn(message) } });
  if (!env.modal) {
    const local = openLocal();
    return { for: () => local, detail: 'bubblewrap on this machine', stop: () => local.stop() };
  }
  const { createModalProvider } = await import('./providers/modal/index.js');
  const modal = createModalProvider(modalOptions(env.modal));
  if (env.testMode === 'as_live') return { for: () => modal, detail: 'Modal', stop: () => modal.stop() };
  const local = openLocal();
  return {
    for: (mode) => (mode === 'live' ? modal : local),
    detail: 'Modal for live interviews, bubblewrap on this machine for test ones',
    stop: async () => {
      await Promise.all([modal.stop(), local.stop()]);
    },
  };
}

const modalOptions = ({ tokenId, tokenSecret, workspace, volumeNamespace, allowlist }: NonNullable<Env['modal']>): ModalOptions => ({
  tokenId,
  tokenSecret,
  ...(workspace && { environment: workspace }),
  ...(volumeNamespace && { namespace: volumeNamespace }),
  allowlist,
});

async function openArchive(env: Env): Promise<{ port: ArchivePort; routes: Koa.Middleware | null; origins: string[] }> {
  if (env.s3) {
    const { createS3Archive } = await import('./providers/s3/index.js');
    const { endpoint, ...account } = env.s3;
    const port = createS3Archive({ ...account, ...(endpoint && { endpoint }) });
    // Only the driver knows how it addresses a bucket.
    return { port, routes: null, origins: [new URL(await port.presign('any', 1)).origin] };
  }
  const { archiveRoutes, createDiskArchive } = await import('./providers/disk/index.js');
  const options = { dir: join(env.dataDir, 'archive'), publicUrl: env.publicUrl, secret: env.sessionSecret };
  return { port: createDiskArchive(options), routes: archiveRoutes(options), origins: [] };
}

/** The model that writes questions and judges by the rubric; null where none is. In test mode only when told so, as for the assistant. */
export async function openStructuredModel({ anthropic, testMode }: Env): Promise<(mode: Mode) => StructuredModelPort | null> {
  if (!anthropic) return () => null;
  const { createAnthropicStructured } = await import('./providers/anthropic/structured.js');
  const model = createAnthropicStructured(anthropicOptions(anthropic));
  return (mode) => (mode === 'live' || testMode === 'as_live' ? model : null);
}

/** Interviews in test mode get the scripted assistant, unless told otherwise. */
async function openAssistants(env: Env): Promise<{ for(mode: Mode): AssistantPort; detail: string }> {
  const { createScriptedAssistant } = await import('./providers/scripted/index.js');
  const scripted = createScriptedAssistant();
  if (!env.anthropic) return { for: () => scripted, detail: 'scripted answers' };
  const { createAnthropicAssistant } = await import('./providers/anthropic/index.js');
  const claude = createAnthropicAssistant(anthropicOptions(env.anthropic));
  if (env.testMode === 'as_live') return { for: () => claude, detail: claude.defaultModel };
  return {
    for: (mode) => (mode === 'live' ? claude : scripted),
    detail: `${claude.defaultModel} for live interviews, scripted for test ones`,
  };
}

/** Interviews in test mode write to nobody, unless told otherwise. */
async function openMail({ smtp, testMode }: Env): Promise<(mode: Mode) => MailPort> {
  const { createOutbox } = await import('./providers/outbox/index.js');
  const outbox = createOutbox();
  if (!smtp) return () => outbox;
  const { createSmtp } = await import('./providers/smtp/index.js');
  const server = createSmtp(smtp);
  return (mode) => (mode === 'live' || testMode === 'as_live' ? server : outbox);
}

/** The provider itself is first asked when somebody signs in. */
async function openIdentities({ oidc }: Env): Promise<IdentityPort | null> {
  if (!oidc) return null;
  const { createOidc } = await import('./providers/oidc/index.js');
  return createOidc(oidc);
}

const anthropicOptions = ({ apiKey, model, baseUrl }: NonNullable<Env['anthropic']>) => ({
  apiKey,
  ...(model && { model }),
  ...(baseUrl && { baseUrl }),
});
