import type { Knex } from 'knex';
import type { AnswerOf, Assessment, Mode, NewAssessment, QueryOf } from '@interviewlm/protocol';
import { insertAssessment, listAssessments, readAssessment, readQuestionSummaries, type AssessmentRow } from '../../db/assessments.js';
import { readBank } from '../../db/question-bank.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { invalid, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';
import { presentAssessment, presentCard } from './present.js';

/** What candidates are asked: proven questions, the time for them and what the assistant may do. */
export interface Assessments {
  create(scope: Scope, body: NewAssessment): Promise<Assessment>;
  get(scope: Scope, id: string): Promise<Assessment>;
  list(scope: Scope, query: QueryOf<'listAssessments'>): Promise<AnswerOf<'listAssessments'>>;
  /** Of an assessment that is open to anyone; every other one is 404. */
  card(scope: Scope, id: string): Promise<AnswerOf<'getAssessmentCard'>>;
}

/** `modelOf` tells the model that an assessment keeps which names none; null where that is not settled yet. */
export function createAssessments(knex: Knex, modelOf: (mode: Mode) => string | null = () => null): Assessments {
  const inside = <T>(scope: Scope, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, scope.tenant, work);
  return {
    create: (scope, body) =>
      inside(scope, async (tx) => {
        await requireQuestions(tx, scope, body);
        const { questions, ...rest } = body;
        const ai_policy = { ...body.ai_policy, model: body.ai_policy.model ?? modelOf(scope.mode) };
        const row = { ...rest, ai_policy, id: newId('assessment'), mode: scope.mode, question_ids: questions };
        return present(tx, await insertAssessment(tx, row));
      }),
    get: (scope, id) => inside(scope, async (tx) => present(tx, await find(tx, scope, id))),
    list: (scope, { cursor, limit, access }) =>
      inside(scope, async (tx) => {
        const rows = await listAssessments(tx, scope.mode, limit + 1, { before: decodeCursor('assessment', cursor), access });
        const summaries = await readQuestionSummaries(
          tx,
          scope.mode,
          rows.flatMap((row) => row.question_ids),
        );
        return page(rows, limit, (row) => presentAssessment(row, summaries));
      }),
    card: (scope, id) =>
      inside(scope, async (tx) => {
        const row = await find(tx, scope, id);
        if (row.access !== 'open') throw notFound('assessment');
        return presentCard(row);
      }),
  };
}

async function find(tx: TenantTx, { mode }: Scope, id: string): Promise<AssessmentRow> {
  const row = await readAssessment(tx, mode, id);
  if (!row) throw notFound('assessment');
  return row;
}

async function present(tx: TenantTx, row: AssessmentRow): Promise<Assessment> {
  return presentAssessment(row, await readQuestionSummaries(tx, row.mode, row.question_ids));
}

/** A fixed order asks so many at most: more than a day of work is a mistake. */
const mostInOrder = 20;

async function requireQuestions(tx: TenantTx, { mode }: Scope, { adaptive, questions: ids }: NewAssessment): Promise<void> {
  if (!adaptive && (ids.length === 0 || ids.length > mostInOrder))
    throw invalid('body.questions', 'wrong_count', `A fixed order has 1 to ${mostInOrder} questions.`);
  const known = new Map((await readQuestionSummaries(tx, mode, ids)).map(({ id, follows }) => [id, follows]));
  const missing = ids.findIndex((id) => !known.has(id));
  if (missing >= 0) throw invalid(`body.questions.${missing}`, 'unknown_question', 'There is no such question.');
  const building = ids.findIndex((id) => known.get(id) !== null);
  if (building >= 0)
    throw invalid(`body.questions.${building}`, 'follow_up_question', `It is asked of whoever solved ${known.get(ids[building] ?? '')}.`);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice >= 0) throw invalid(`body.questions.${twice}`, 'repeated_question', 'A question is asked once.');
  if (adaptive && (await readBank(tx, mode, ids, adaptive)).length === 0)
    throw invalid('body.adaptive', 'no_questions', 'There is no question to choose from.');
}
