import { hash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Mode, Report, TokenUsage } from '@interviewlm/protocol';
import { readReport } from '../../db/reports.js';
import { insertRubricJudgement, readRubricJudgements, type RubricCriterion, type RubricRow } from '../../db/rubric-judgements.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { AssistantError } from '../assistant/port.js';
import { costMicros } from '../assistant/prices.js';
import { totalTokens } from '../assistant/usage.js';
import type { At } from '../recording/log.js';
import { gather } from '../scoring/gather.js';
import { speaksToJudge } from '../scoring/rubric/guard.js';
import { judgedAnswers, judgedPrompts } from '../scoring/rubric/material.js';
import { codePromptVersion, codeTask, promptsPromptVersion, promptsTask } from '../scoring/rubric/prompts.js';
import { isComplete } from '../scoring/rubric/shapes.js';
import type { StructuredModelPort, StructuredTask } from '../structured/port.js';
import { score } from './score.js';

/** What a model adds to the scores, after they are there. */
export interface Rubric {
  /** Notes that a model is to judge this submission; does nothing where none is configured. */
  owe(at: At): Promise<void>;
  /**
   * Asks the model for what it hasn't judged of a submission, keeps what it said and scores again. Rejects where asking again may help: when
   * the model can't be reached, when its answer has another shape, and before there is a report.
   */
  judge(at: At): Promise<void>;
}

export interface RubricDeps {
  readonly knex: Knex;
  /** Null where no model is configured for this mode. */
  readonly modelFor: (mode: Mode) => StructuredModelPort | null;
  /** Makes a durable note to call `judge`. */
  readonly note: (at: At) => Promise<void>;
  readonly stopping: AbortSignal;
  readonly onError: (error: unknown, interview: string) => void;
}

const versions: Readonly<Record<RubricCriterion, string>> = { code_quality: codePromptVersion, ai_collaboration: promptsPromptVersion };
const criteria = Object.keys(versions) as RubricCriterion[];

export function createRubric({ knex, modelFor, note, stopping, onError }: RubricDeps): Rubric {
  return {
    async owe(at) {
      const port = modelFor(at.mode);
      if (!port) return;
      // First: a report must never say that a model will judge when nobody is to ask it.
      await note(at);
      await withTenant(knex, at.tenant, async (tx) => {
        const known = (await readRubricJudgements(tx, at.interview)).map(({ criterion }) => criterion);
        for (const criterion of criteria.filter((each) => !known.includes(each)))
          await insertRubricJudgement(tx, at.interview, { ...blank(port, criterion), state: 'pending' });
      });
    },
    async judge(at) {
      const port = modelFor(at.mode);
      if (!port) return;
      const [gathered, report, before] = await withTenant(knex, at.tenant, async (tx) => [
        await gather(tx, at),
        await readReport(tx, at.interview),
        await readRubricJudgements(tx, at.interview),
      ]);
      if (!report) throw new Error('There is no report yet that a judgement could be added to');
      const questions = questionsOf(gathered.log, gathered.answers);
      let again = false;
      let changed = false;
      for (const criterion of criteria) {
        const known = before.find((row) => row.criterion === criterion);
        if (known?.state === 'ready' || !questions[criterion]) continue;
        const { row, retry } = await ask(port, criterion, questions[criterion], stopping);
        if (retry) onError(new Error(`The rubric of ${criterion} is not available: ${row.reason ?? ''}`), at.interview);
        await withTenant(knex, at.tenant, async (tx) => {
          await insertRubricJudgement(tx, at.interview, row);
          const { usage } = row;
          if (usage)
            await recordUsage(tx, at.interview, { kind: 'assistant_tokens', quantity: totalTokens(usage), cost_micros: usage.cost_micros });
        });
        again ||= retry;
        changed ||= known?.state !== row.state || known.reason !== row.reason;
      }
      // Also where a process died between the judgement and the score.
      if (changed || isBehind(report, before)) await score(knex, at, 'rubric');
      if (again) throw new Error('The model is asked again later');
    },
  };
}

type Gathered = Awaited<ReturnType<typeof gather>>;

/** One call: what is asked, or why nothing may be. */
interface Question {
  readonly task: StructuredTask<unknown>;
  readonly material: unknown;
  readonly refused: string | null;
  readonly complete: (answer: unknown) => boolean;
}

/** None where there is nothing to judge. */
function questionsOf(log: Gathered['log'], all: Gathered['answers']): Record<RubricCriterion, Question | null> {
  const [answers, prompts] = [judgedAnswers(log, all), judgedPrompts(log)];
  const question = <T>(task: StructuredTask<T>, material: unknown, refused: string | null, complete: (answer: T) => boolean): Question => ({
    task,
    material,
    refused,
    complete: (answer) => complete(answer as T),
  });
  const code = () =>
    question(codeTask(answers), answers, speaksToJudge(answers, []), (rated) =>
      isComplete(
        rated.answers.map(({ answer }) => answer),
        answers.length,
      ),
    );
  const chat = () =>
    question(promptsTask(prompts), prompts, speaksToJudge([], prompts), (rated) =>
      isComplete(
        rated.prompts.map(({ prompt }) => prompt),
        prompts.length,
      ),
    );
  return { code_quality: answers.length === 0 ? null : code(), ai_collaboration: prompts.length === 0 ? null : chat() };
}

const blank = ({ model }: StructuredModelPort, criterion: RubricCriterion): Omit<RubricRow, 'state'> => ({
  criterion,
  model,
  prompt_version: versions[criterion],
  input_sha256: null,
  ratings: null,
  reason: null,
  usage: null,
});

async function ask(
  port: StructuredModelPort,
  criterion: RubricCriterion,
  { task, material, refused, complete }: Question,
  signal: AbortSignal,
): Promise<{ row: RubricRow; retry: boolean }> {
  const base = { ...blank(port, criterion), input_sha256: hash('sha256', JSON.stringify(material)) };
  const unavailable = (reason: string, retry: boolean, usage: TokenUsage | null = null) => ({
    row: { ...base, state: 'unavailable' as const, reason, usage },
    retry,
  });
  if (refused) return unavailable(`${refused}: no model was asked, and a person should look.`, false);
  try {
    const { answer, usage: tokens } = await port.ask(task, signal);
    const usage = { ...tokens, cost_micros: costMicros(port.model, tokens) };
    if (answer === null || !complete(answer)) return unavailable('The model’s answer did not rate what it was asked to rate.', true, usage);
    return { row: { ...base, state: 'ready', ratings: answer, usage }, retry: false };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AssistantError)) throw error;
    return unavailable(`${error.message}.`, error.retryable);
  }
}

/** Whether the report shows another state of a judgement than the one that is kept. */
const isBehind = ({ criteria: shown }: Report, rows: readonly RubricRow[]): boolean =>
  rows.some(({ criterion, state }) => {
    const status = shown.find(({ name }) => name === criterion)?.rubric?.status;
    return status !== undefined && status !== state;
  });
