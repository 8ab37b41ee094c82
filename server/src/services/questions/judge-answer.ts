import type { Knex } from 'knex';
import type { SourceFile } from '@interviewlm/protocol';
import { readCurrentQuestion, type InterviewQuestion } from '../../db/interview-questions.js';
import { deleteRun, finishRun, insertRun, isRunning } from '../../db/runs.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { ApiError } from '../../errors.js';
import { newId } from '../../ids.js';
import type { VolumeSync } from '../files/sync.js';
import { openLog, requireRunning, type At } from '../recording/log.js';
import type { Runtimes } from '../runs/runtimes.js';
import { priced } from '../usage/prices.js';
import type { SandboxPort } from '../volumes/port.js';
import { sandboxUnavailable } from '../volumes/unavailable.js';
import type { JudgedAnswer } from './adaptive/choose.js';
import { ownFiles } from './current.js';
import { runAll } from './prove.js';

export interface JudgeDeps {
  knex: Knex;
  sync: VolumeSync;
  sandbox: SandboxPort;
  runtimes: Runtimes;
}

export interface Judged {
  /** Of the question that was answered. */
  readonly index: number;
  readonly answer: JudgedAnswer;
  /** What was tested, to be kept as the answer: not what was typed while the tests ran. */
  readonly files: readonly SourceFile[];
}

/** Beyond the time that the run itself may take: starting the sandbox, writing the result. */
const slackMs = 60_000;

/**
 * Runs all tests of the current question, the hidden ones too, on the candidate's files in a fresh sandbox. Neither the log nor the candidate
 * is told what they say. One at a time, and not beside the candidate's own run: 409 `run_in_progress`. 503 `sandbox_unavailable`.
 */
export async function judgeAnswer(deps: JudgeDeps, at: At, signal: AbortSignal): Promise<Judged> {
  // What the terminal changed last is part of the answer.
  await deps.sync.flush(at).catch(async (error: unknown) => {
    throw await sandboxUnavailable(deps.knex, at, error);
  });
  const { run, question, files } = await open(deps, at);
  try {
    const result = await runOn(deps, question, files, signal);
    if (result.runner_missing) throw new Error('The test runner did not start');
    await withTenant(deps.knex, at.tenant, async (tx) => {
      await finishRun(tx, { id: run, ...result });
      await recordUsage(tx, at.interview, priced('sandbox_ms', result.duration_ms));
    });
    return { index: question.index, answer: { question: question.id, passed: result.passed, total: result.total }, files };
  } catch (error) {
    await withTenant(deps.knex, at.tenant, (tx) => deleteRun(tx, run));
    throw await sandboxUnavailable(deps.knex, at, error);
  }
}

const open = ({ knex }: JudgeDeps, at: At) =>
  withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    requireRunning(head);
    const [question, isBusy] = await Promise.all([readCurrentQuestion(tx, head), isRunning(tx, at.interview)]);
    if (isBusy) throw new ApiError('run_in_progress');
    const run = newId('run');
    const until_ms = Date.now() + question.source.limits.wall_ms + slackMs;
    await insertRun(tx, at.interview, { id: run, question_id: question.id, kind: 'choice', until_ms });
    return { run, question, files: await ownFiles(tx, head) };
  });

function runOn(
  { sandbox, runtimes }: JudgeDeps,
  { source, expected }: InterviewQuestion,
  files: readonly SourceFile[],
  signal: AbortSignal,
) {
  const runtime = runtimes.get(source.runtime);
  if (!runtime) throw new Error(`There is no runtime for ${source.runtime} here.`);
  return runAll({ sandboxes: sandbox, runtime, source, signal }, files, expected);
}
