import type { Knex } from 'knex';
import type { Report, RunResult, SourceFile } from '@interviewlm/protocol';
import { listAnswers } from '../../db/answers.js';
import { readQuestions, type InterviewQuestion } from '../../db/interview-questions.js';
import { finishRun, insertRun } from '../../db/runs.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { newId } from '../../ids.js';
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

type Tests = Report['tests'][number];

/**
 * Runs the visible and the hidden tests of every answer, each in a fresh sandbox that holds the answer and those tests and nothing else,
 * and records the runs. Rejects when a sandbox can't be had; calling again starts over.
 */
export async function finalRuns(deps: FinalRunsDeps, at: At, signal: AbortSignal): Promise<Tests[]> {
  const [questions, answers] = await withTenant(deps.knex, at.tenant, async (tx) => [
    await readQuestions(tx, await readLog(tx, at)),
    await listAnswers(tx, at.interview),
  ]);
  const tests: Tests[] = [];
  for (const question of questions) {
    const files = answers.find((answer) => answer.question_id === question.id)?.files ?? null;
    const { visible_tests, hidden_tests } = question.source;
    tests.push({
      question: question.id,
      title: question.source.title,
      visible: await count(deps, at, question, files, visible_tests, question.expected.visible, signal),
      hidden: await count(deps, at, question, files, hidden_tests, question.expected.hidden, signal),
    });
  }
  return tests;
}

/** A question that wasn't reached has no answer: nothing runs, and nothing of it passed. */
async function count(
  deps: FinalRunsDeps,
  at: At,
  question: InterviewQuestion,
  files: readonly SourceFile[] | null,
  tests: readonly SourceFile[],
  expected: readonly string[],
  signal: AbortSignal,
): Promise<Tests['visible']> {
  if (!files || expected.length === 0) return { passed: 0, total: expected.length };
  const runtime = deps.runtimes.get(question.source.runtime);
  if (!runtime) throw new Error(`There is no runtime for ${question.source.runtime}`);
  const { limits } = question.source;
  const run = await runTests({ sandboxes: deps.sandbox, runtime, volume: null, files, tests, expected, limits, signal });
  const result = { id: newId('run'), ...run };
  await record(deps.knex, at, question.id, result);
  return { passed: result.passed, total: result.total };
}

async function record(knex: Knex, at: At, question_id: string, result: RunResult): Promise<void> {
  const { id } = result;
  await withTenant(knex, at.tenant, async (tx) => {
    await append(tx, at.interview, [
      { type: 'tests.run', data: { run: id, kind: 'submit' } },
      { type: 'tests.result', data: { run: id, kind: 'submit', result } },
    ]);
    await insertRun(tx, at.interview, { id, question_id, kind: 'submit', until_ms: 0 });
    await finishRun(tx, result);
    await recordUsage(tx, at.interview, priced('sandbox_ms', result.duration_ms));
  });
}
