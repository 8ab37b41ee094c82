import type { Knex } from 'knex';
import { Difficulty } from '@interviewlm/protocol';
import { readAllQuestions } from '../../../db/question-bank.js';
import { readQuestions } from '../../../db/interview-questions.js';
import { listSelections } from '../../../db/question-selections.js';
import { withTenant } from '../../../db/tenant-tx.js';
import { keepQuestion } from '../../assessments/keep.js';
import { costMicros } from '../../assistant/prices.js';
import { readLog, type At } from '../../recording/log.js';
import type { Scope } from '../../scope.js';
import { generateQuestion, type GenerateDeps, type Generated } from './generate.js';
import type { PastAnswer, QuestionRequest } from '../written.js';
import { promptVersion } from './prompt.js';

export interface Kept extends Generated {
  /** Its id in the bank; null when nothing held. */
  readonly id: string | null;
  readonly cost_micros: number;
}

/** Makes one question that the bank doesn't have, proves it and keeps it with how it was made. */
export async function generateForBank(
  knex: Knex,
  scope: Scope,
  deps: Omit<GenerateDeps, 'known'>,
  request: QuestionRequest,
): Promise<Kept> {
  const known = await withTenant(knex, scope.tenant, (tx) => readAllQuestions(tx, scope.mode));
  const made = await generateQuestion({ ...deps, known: new Set(known.map(({ slug }) => slug)) }, request);
  const { question, family, attempts, usage } = made;
  const cost_micros = deps.writer ? costMicros(deps.writer.model, usage) : 0;
  if (!question) return { ...made, id: null, cost_micros };
  const by = attempts.at(-1)?.by;
  const origin = { by, model: by === 'model' ? deps.writer?.model : null, prompt_version: by === 'model' ? promptVersion : null };
  const id = await withTenant(knex, scope.tenant, (tx) =>
    keepQuestion(tx, scope, question, { family, made: { ...origin, attempts, usage, cost_micros } }),
  );
  return { ...made, id, cost_micros };
}

/** What an adaptive interview tells so far: how its answers did, and the difficulty that fits the ability. */
export async function performanceOf(knex: Knex, at: At): Promise<Pick<QuestionRequest, 'performance' | 'difficulty'>> {
  return withTenant(knex, at.tenant, async (tx) => {
    const questions = await readQuestions(tx, await readLog(tx, at));
    const last = (await listSelections(tx, at.interview)).at(-1)?.record;
    const performance = (last?.answers ?? []).flatMap(({ question, passed, total }): PastAnswer[] => {
      const source = questions.find(({ id }) => id === question)?.source;
      return source ? [{ title: source.title, difficulty: source.difficulty, passed, total }] : [];
    });
    const nearest = Math.min(5, Math.max(1, Math.round((last?.ability ?? 0) / 0.9 + 3)));
    return { performance, difficulty: Difficulty.parse(nearest) };
  });
}
