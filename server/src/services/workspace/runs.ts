import type { Knex } from 'knex';
import type { RunResult } from '@interviewlm/protocol';
import { readCurrentQuestion, type InterviewQuestion } from '../../db/interview-questions.js';
import { deleteRun, finishRun, insertRun, isRunning } from '../../db/runs.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { ApiError } from '../../errors.js';
import { newId } from '../../ids.js';
import { readTextFiles } from '../assistant/screen.js';
import type { Files } from '../files/index.js';
import type { VolumeSync } from '../files/sync.js';
import { volumeName } from '../files/synced-volume.js';
import { merge } from '../questions/prove.js';
import { append, appendTo, openLog, requireRunning, type At } from '../recording/log.js';
import { runTests, type OutputListener, type UnsavedRun } from '../runs/execute.js';
import type { Runtimes } from '../runs/runtimes.js';
import { priced } from '../usage/prices.js';
import type { SandboxPort } from '../volumes/port.js';
import { sandboxUnavailable } from '../volumes/unavailable.js';

export interface RunsDeps {
  knex: Knex;
  files: Pick<Files, 'writeAll'>;
  sync: VolumeSync;
  sandbox: SandboxPort;
  runtimes: Runtimes;
}

export interface RunOptions {
  files?: Readonly<Record<string, string>> | undefined;
  onOutput?: OutputListener;
}

/** The candidate's own runs of the visible tests. */
export interface Runs {
  /**
   * Saves `files`, then runs the visible tests of the current question on a copy of the workspace. One at a time in an interview:
   * 409 `run_in_progress`. A run that was started is finished and recorded, whether or not someone waits for it.
   * `started` resolves when nothing more can refuse it; both reject with the refusal.
   */
  start(at: At, options: RunOptions): { started: Promise<void>; result: Promise<RunResult> };
  /** Ends what still runs in this process. */
  close(): Promise<void>;
}

/** Beyond the time that the run itself may take: copying files, starting the sandbox, writing the result. */
const slackMs = 60_000;

export function createRuns(deps: RunsDeps): Runs {
  const stopping = new AbortController();
  const running = new Set<Promise<RunResult>>();

  const begin = async (at: At, files: RunOptions['files']): Promise<Started> => {
    if (files && Object.keys(files).length > 0) await deps.files.writeAll(at, files, 'body.files');
    return open(deps.knex, at);
  };
  return {
    start(at, { files, onOutput }) {
      const run = begin(at, files);
      const started = run.then(() => undefined);
      const result = run.then((begun) => execute(deps, at, begun, stopping.signal, onOutput));
      running.add(result);
      void result.catch(() => undefined).then(() => running.delete(result));
      // A caller may wait for the result alone; a refusal must not count as unhandled then and end the process.
      started.catch(() => undefined);
      return { started, result };
    },
    async close() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

interface Started {
  id: string;
  question: InterviewQuestion;
}

async function open(knex: Knex, at: At): Promise<Started> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    requireRunning(head);
    const [question, isBusy] = await Promise.all([readCurrentQuestion(tx, head), isRunning(tx, at.interview)]);
    if (isBusy) throw new ApiError('run_in_progress');
    const id = newId('run');
    const until_ms = Date.now() + question.source.limits.wall_ms + slackMs;
    await Promise.all([
      insertRun(tx, at.interview, { id, question_id: question.id, kind: 'visible', until_ms }),
      appendTo(tx, head, [{ type: 'tests.run', data: { run: id, kind: 'visible' } }]),
    ]);
    return { id, question };
  });
}

async function execute(
  deps: RunsDeps,
  at: At,
  { id, question }: Started,
  signal: AbortSignal,
  onOutput?: OutputListener,
): Promise<RunResult> {
  try {
    await deps.sync.flush(at);
    const result = { id, ...(await judge(deps, at, question, signal, onOutput)) };
    await withTenant(deps.knex, at.tenant, (tx) =>
      Promise.all([
        append(tx, at.interview, [{ type: 'tests.result', data: { run: id, kind: 'visible', result } }]),
        finishRun(tx, result),
        recordUsage(tx, at.interview, priced('sandbox_ms', result.duration_ms)),
      ]),
    );
    return result;
  } catch (error) {
    await withTenant(deps.knex, at.tenant, (tx) => deleteRun(tx, id));
    throw await sandboxUnavailable(deps.knex, at, error);
  }
}

/** The saved files are laid over the volume's: what was acknowledged is what is tested, whatever was planted on the volume meanwhile. */
async function judge(
  deps: RunsDeps,
  at: At,
  { source, expected }: InterviewQuestion,
  signal: AbortSignal,
  onOutput?: OutputListener,
): Promise<UnsavedRun> {
  const runtime = deps.runtimes.get(source.runtime);
  if (!runtime) throw new ApiError('sandbox_unavailable', `There is no runtime for ${source.runtime} here.`);
  const files = (await readTextFiles(tenantReads(deps.knex, at.tenant), at.interview)).filter((file) => !file.read_only);
  return runTests({
    sandboxes: deps.sandbox,
    runtime,
    volume: volumeName(at.interview),
    files,
    tests: source.visible_tests,
    expected: expected.visible,
    reference: merge(source.starter, source.reference),
    limits: source.limits,
    signal,
    ...(onOutput && { onOutput }),
  });
}
