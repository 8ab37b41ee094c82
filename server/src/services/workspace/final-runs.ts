import type { Knex } from 'knex';
import type { RunResult, SourceFile } from '@interviewlm/protocol';
import { listAnswers } from '../../db/answers.js';
import { readQuestions, type InterviewQuestion } from '../../db/interview-questions.js';
import { finishRun, insertRun } from '../../db/runs.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { newId } from '../../ids.js';
import { merge } from '../questions/prove.js';
import { append, readLog, type At } from '../recording/log.js';
import { runTests } from '../runs/execute.js';
import type { Runtimes } from '../runs/runtimes.js';
import { priced } from '../usage/prices.js';
import type { SandboxPort } from '../volumes/port.js';

export interface FinalRunsDeps {
  knex: Knex;
  sandbox: SandboxPort;
  runtimes: Runtimes;
}

/**
 * Runs the visible and the hidden tests of every answer, each in a fresh sandbox that holds the answer and those tests and nothing else,
 * and records the runs. A question that wasn't reached has no answer, and nothing runs. Resolves with whether every run tested something;
 * rejects when a sandbox can't be had. Calling again starts over.
 */
export async function finalRuns(deps: FinalRunsDeps, at: At, signal: AbortSignal): Promise<boolean> {
  const [questions, answers] = await withTenant(deps.knex, at.tenant, async (tx) => [
    await readQuestions(tx, await readLog(tx, at)),
    await listAnswers(tx, at.interview),
  ]);
  let tested = true;
  for (const { question_id, files } of answers) {
    const question = questions.find(({ id }) => id === question_id);
    if (!question) continue;
    const { visible_tests, hidden_tests } = question.source;
    if (!(await run(deps, at, question, files, visible_tests, question.expected.visible, signal))) tested = false;
    if (!(await run(deps, at, question, files, hidden_tests, question.expected.hidden, signal))) tested = false;
  }
  return tested;
}

async function run(
  deps: FinalRunsDeps,
  at: At,
  { id, source }: InterviewQuestion,
  files: readonly SourceFile[],
  tests: readonly SourceFile[],
  expected: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  if (expected.length === 0) return true;
  const runtime = deps.runtimes.get(source.runtime);
  if (!runtime) throw new Error(`There is no runtime for ${source.runtime}`);
  const { limits } = source;
  const reference = merge(source.starter, source.reference);
  const found = await runTests({ sandboxes: deps.sandbox, runtime, volume: null, files, tests, expected, reference, limits, signal });
  await record(deps.knex, at, id, { id: newId('run'), ...found });
  return found.runner_missing !== true;
}

async function record(knex: Knex, at: At, question_id: string, result: RunResult): Promise<void> {
  const { id } = result;
  await withTenant(knex, at.tenant, (tx) =>
    Promise.all([
      append(tx, at.interview, [
        { type: 'tests.run', data: { run: id, kind: 'submit' } },
        { type: 'tests.result', data: { run: id, kind: 'submit', result } },
      ]),
      insertRun(tx, at.interview, { id, question_id, kind: 'submit', until_ms: 0 }),
      finishRun(tx, result),
      recordUsage(tx, at.interview, priced('sandbox_ms', result.duration_ms)),
    ]),
  );
}
