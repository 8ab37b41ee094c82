import type { KeyObject } from 'node:crypto';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Mode } from '@interviewlm/protocol';
import { atsProtocols } from './ats/protocols.js';
import { connectListener } from './db/listener.js';
import { rubricAfter_s, rubricPolicy } from './jobs/rubric.js';
import { scoreAfter_s, scorePolicy } from './jobs/score.js';
import type { Queue } from './jobs/queue.js';
import type { ArchivePort } from './services/archive/port.js';
import { archivedRecording } from './services/archive/archived-recording.js';
import { createArchiving, type Archiving } from './services/archive/index.js';
import { createAssessments, type Assessments } from './services/assessments/index.js';
import { createAssistant, stopChannel, type Assistant } from './services/assistant/index.js';
import { pinnable } from './services/assistant/model.js';
import type { AssistantPort } from './services/assistant/port.js';
import { createConsoleSessions, type ConsoleSessions } from './services/console/index.js';
import { createMembers, type Members } from './services/console/members.js';
import type { IdentityPort } from './services/console/port.js';
import { createSignIns, type SignIns } from './services/console/sign-ins.js';
import { createErasing, type Erasing } from './services/erasing/index.js';
import { createExporting, type Exporting } from './services/export/index.js';
import { createFiles, type Files } from './services/files/index.js';
import { createVolumeSync, type VolumeSync } from './services/files/sync.js';
import { createKeys, type Keys } from './services/keys/index.js';
import { createIntegrations, type Integrations } from './services/ats/integrations.js';
import { createOrders, type Orders } from './services/ats/orders.js';
import { AtsSeal } from './services/ats/secrets.js';
import { createAudit, type Audit } from './services/audit/index.js';
import { createHolds, type Holds } from './services/holds/index.js';
import { createRetention, type Retention } from './services/retention/index.js';
import { createIdempotency, type Idempotency } from './services/idempotency/index.js';
import { createMailing, type Mailing } from './services/mail/index.js';
import type { MailPort } from './services/mail/port.js';
import { createMasking, type Masking } from './services/masking/index.js';
import { openBus } from './services/recording/bus.js';
import { openFoldThread } from './services/recording/fold-thread.js';
import { createRecording, type Recording } from './services/recording/index.js';
import { logChannel } from './services/recording/log.js';
import { likelyRun } from './services/runs/execute.js';
import { loadRuntimes, runtimeOf } from './services/runs/runtimes.js';
import { createQuestions, type Questions } from './services/questions/next.js';
import { createSessions, type Sessions } from './services/sessions/index.js';
import { createTokens, type Tokens } from './services/sessions/tokens.js';
import type { StructuredModelPort } from './services/structured/port.js';
import { createTenants, type Tenants } from './services/tenants/index.js';
import { createTerminals, terminalChannel, type Terminals } from './services/terminal/index.js';
import { meterSandboxes, type SandboxMeter } from './services/usage/sandbox-meter.js';
import type { Meters, Tracing } from './services/telemetry/port.js';
import { traced, tracedCall } from './services/telemetry/traced.js';
import { createUsageReports, type UsageReports } from './services/usage/index.js';
import { createVolumes } from './services/volumes/index.js';
import type { Computer } from './services/volumes/port.js';
import { createReconciling, type Reconciling } from './services/volumes/reconcile.js';
import { createExchange, createSender } from './services/webhooks/send.js';
import { createWebhooks, type Webhooks } from './services/webhooks/index.js';
import {
  hooksByMode,
  perComputer,
  questionsByMode,
  runsByMode,
  syncByMode,
  terminalsByMode,
  type ByMode,
} from './services/workspace/by-mode.js';
import { createSessionHooks } from './services/workspace/hooks.js';
import { createRubric, type Rubric } from './services/workspace/rubric.js';
import { createRuns, type Runs } from './services/workspace/runs.js';

export interface Outside {
  readonly knex: Knex;
  /** For the one connection that listens and holds; not through a transaction pooler. */
  readonly listenUrl: string;
  readonly queue: Queue;
  /** Interviews in test mode may run elsewhere than live ones. */
  computerFor(mode: Mode): Computer;
  readonly archive: ArchivePort;
  /** How long an archived interview's volume and log also stay where they were. */
  readonly retention_ms: number;
  assistantFor(mode: Mode): AssistantPort;
  /** The model that judges by the rubric; null where none is. */
  structuredFor(mode: Mode): StructuredModelPort | null;
  mailFor(mode: Mode): MailPort;
  /** Null where people can't sign in to the console. */
  readonly identities: IdentityPort | null;
  readonly sessionSecret: string;
  /** Seals what is stored but must not be read in the database. */
  readonly dataSecret: string;
  /** Where the hosted pages are, without a slash at the end. */
  readonly publicUrl: string;
  /** For development alone: webhooks and calls to ATSs also go to `http:` and to addresses that aren't public. */
  readonly insecureWebhooks: boolean;
  /** Signs exports. */
  readonly exportKey: KeyObject;
  readonly meters: Meters;
  readonly tracing: Tracing;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

export interface Services {
  readonly tenants: Tenants;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly assessments: Assessments;
  readonly files: Files;
  readonly sync: VolumeSync;
  readonly runs: Runs;
  readonly questions: Questions;
  readonly assistant: Assistant;
  readonly rubric: Rubric;
  readonly recording: Recording;
  readonly exporting: Exporting;
  readonly archiving: Archiving;
  readonly erasing: Erasing;
  readonly holds: Holds;
  readonly retention: Retention;
  readonly masking: Masking;
  readonly reconciling: Reconciling;
  readonly usage: UsageReports;
  readonly idempotency: Idempotency;
  readonly audit: Audit;
  readonly webhooks: Webhooks;
  readonly integrations: Integrations;
  readonly orders: Orders;
  readonly consoleSessions: ConsoleSessions;
  readonly members: Members;
  readonly signIns: SignIns;
  readonly mailing: Mailing;
  /** Counts what the sandboxes that run now have cost; to be called every minute or so. */
  sampleSandboxes(): Promise<void>;
  readonly terminals: Terminals;
  /** Finishes what is under way, in an order in which nothing loses what it needs. */
  close(): Promise<void>;
}

/** Builds every service over the ports. Which providers stand behind them, only `main.ts` knows. */
export async function composeServices(untraced: Outside): Promise<Services> {
  const outside = withSpans(untraced);
  const { knex, log, stopping, insecureWebhooks: insecure, tracing } = outside;
  const onError = (err: unknown, interview?: string) => log.error({ err, interview }, 'work in the background failed');
  const computers = perComputer(
    (mode) => outside.computerFor(mode),
    ({ volumes, sandboxes, shared }) => ({
      volumes: traced(volumes, 'volume', tracing),
      shared,
      ...meterSandboxes(knex, { sandboxes: traced(sandboxes, 'sandbox', tracing), shared }, onError),
    }),
  );
  const each = <T>(make: (computer: Computer & SandboxMeter, mode: Mode) => T): ByMode<T> =>
    perComputer((mode) => computers.of(mode), make);
  const sampleSandboxes = async () => {
    await Promise.all(computers.all.map((computer) => computer.sample()));
  };
  const bus = await openBus(() => connectListener(outside.listenUrl), [logChannel, stopChannel, terminalChannel]);
  const runtimes = loadRuntimes();
  const folding = openFoldThread();
  const hotRecording = createRecording(knex, bus, { refold: folding.refold });
  const archiving = createArchiving({
    knex,
    archive: outside.archive,
    computerFor: (mode) => computers.of(mode),
    fold: (at) => hotRecording.fold(at),
    retention_ms: outside.retention_ms,
    onError,
  });
  const sync = syncByMode(each(({ volumes, sandboxes }) => createVolumeSync({ knex, volumes, sandbox: sandboxes, onError })));
  const files = createFiles(knex, sync);
  const runs = runsByMode(each(({ sandboxes }) => createRuns({ knex, files, sync, sandbox: sandboxes, runtimes })));
  const questions = questionsByMode(each(({ sandboxes }) => createQuestions({ knex, sync, sandbox: sandboxes, runtimes })));
  const runTests = (at: Parameters<Runs['start']>[0]) => runs.start(at, {}).result;
  const assistant = createAssistant({ ...outside, bus, portFor: (mode) => outside.assistantFor(mode), runTests, onError });
  const volumes = each((computer) =>
    createVolumes({
      knex,
      volumes: computer.volumes,
      sandbox: computer.sandboxes,
      storeWorkspace: (at) => archiving.storeWorkspace(at),
      sync,
      imageOf: (name) => runtimeOf(runtimes, name).image,
      likelyRun: ({ runtime, visible_tests, limits }) => likelyRun(runtimeOf(runtimes, runtime), visible_tests, limits),
    }),
  );
  const terminals = terminalsByMode(
    each(({ sandboxes, leave }) =>
      createTerminals({
        knex,
        bus,
        sync,
        resumeSandbox: (at) => volumes.of(at.mode).resumeSandbox(at),
        openPty: (interview, size) => sandboxes.terminal(interview, size),
        leaveSandbox: leave,
        onError,
      }),
    ),
  );
  const rubric = createRubric({
    knex,
    modelFor: (mode) => outside.structuredFor(mode),
    note: (at) => outside.queue.send(rubricPolicy, at, { after_s: rubricAfter_s }),
    stopping,
    onError,
  });
  const hooks = hooksByMode(
    each(({ sandboxes }, mode) =>
      createSessionHooks({
        knex,
        sync,
        sandbox: sandboxes,
        runtimes,
        volumes: volumes.of(mode),
        terminals,
        assistant,
        rubric,
        stopping,
        onError,
      }),
    ),
  );
  const recording = archivedRecording(hotRecording, archiving);
  const ats = {
    knex,
    ports: atsProtocols,
    seal: new AtsSeal(outside.dataSecret),
    exchange: tracedCall(createExchange({ insecure }), 'ats call', tracing),
  };
  const noteScoring = (at: object) => outside.queue.send(scorePolicy, at, { after_s: scoreAfter_s });
  const sessions = createSessions({ knex, hooks, archiving, noteScoring, onError });
  return {
    tenants: createTenants(knex),
    keys: createKeys(knex),
    consoleSessions: createConsoleSessions(knex),
    members: createMembers(knex),
    signIns: createSignIns({ knex, provider: outside.identities, secret: outside.dataSecret, publicUrl: outside.publicUrl }),
    tokens: createTokens(outside.sessionSecret),
    sessions,
    assessments: createAssessments(knex, (mode) => pinnable(outside.assistantFor(mode))),
    files,
    sync,
    runs,
    questions,
    assistant,
    rubric,
    recording,
    exporting: createExporting({ knex, recording, key: outside.exportKey }),
    archiving,
    erasing: createErasing({
      knex,
      archive: outside.archive,
      computerFor: (mode) => computers.of(mode),
      silence: (at) => hooks.beforeErase(at),
      fold: (at) => hotRecording.fold(at),
      key: outside.exportKey,
      onError,
    }),
    holds: createHolds(knex),
    retention: createRetention({ knex, archive: outside.archive, computerFor: (mode) => computers.of(mode), recording, onError }),
    reconciling: createReconciling({ knex, computers: computers.all, onError }),
    masking: createMasking(knex),
    usage: createUsageReports(knex),
    audit: createAudit(knex),
    idempotency: createIdempotency(knex, outside.dataSecret, onError),
    webhooks: createWebhooks({
      knex,
      secret: outside.dataSecret,
      send: tracedCall(createSender({ insecure }), 'webhook delivery', tracing),
      insecure,
    }),
    integrations: createIntegrations({ ...ats, publicUrl: outside.publicUrl, insecure }),
    orders: createOrders({ ...ats, publicUrl: outside.publicUrl, sessions }),
    mailing: createMailing({
      knex,
      secret: outside.dataSecret,
      publicUrl: outside.publicUrl,
      portFor: (mode) => outside.mailFor(mode),
      onError,
    }),
    sampleSandboxes,
    terminals,
    async close() {
      await Promise.all([assistant.close(), runs.close(), questions.close(), terminals.close()]);
      await sync.close();
      await sampleSandboxes().catch(onError);
      await Promise.all([folding.close(), bus.close()]);
    },
  };
}

/** What is outside, with a span for each call. Sandboxes and volumes get theirs where each provider is taken once. */
const withSpans = (outside: Outside): Outside => ({
  ...outside,
  archive: traced(outside.archive, 'archive', outside.tracing),
  mailFor: (mode) => traced(outside.mailFor(mode), 'mail', outside.tracing),
});
