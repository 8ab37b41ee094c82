import type { QuestionSource } from '@interviewlm/protocol';
import type { LogHead } from './log-heads.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';

/** A question of an interview, whole: hidden tests and reference included. Never leaves the server like this. */
export interface InterviewQuestion {
  id: string;
  index: number;
  source: QuestionSource;
  /** Names of the tests that a run must report passed, as they were when the question was proven. */
  expected: { visible: string[]; hidden: string[] };
  /** The question before it, when it builds on that one's solution. */
  base: InterviewQuestion | null;
}

/** All questions of an interview in their order. */
export async function readQuestions(tx: TenantReads, head: LogHead): Promise<InterviewQuestion[]> {
  const rows = await tx
    .sql('questions')
    .whereIn('id', head.question_ids)
    .select<Omit<InterviewQuestion, 'index' | 'base'>[]>('id', 'source', 'expected');
  const questions: InterviewQuestion[] = [];
  for (const [index, id] of head.question_ids.entries()) {
    const row = rows.find((question) => question.id === id);
    const before = questions.at(-1);
    if (row) questions.push({ ...row, index, base: before && before.source.slug === row.source.follows ? before : null });
  }
  return questions;
}

/** The id of the question that the candidate is at. */
export function currentQuestion({ id, question_ids, question_index }: LogHead): string {
  const question = question_ids[question_index];
  if (question === undefined) throw new Error(`Interview ${id} has no question ${question_index}`);
  return question;
}

/** The question that the candidate is at. */
export async function readCurrentQuestion(tx: TenantReads, head: LogHead): Promise<InterviewQuestion> {
  const question = (await readQuestions(tx, head)).find(({ index }) => index === head.question_index);
  if (!question) throw new Error(`Question ${currentQuestion(head)} of interview ${head.id} is gone`);
  return question;
}

/** Keeps which questions there are, at which the candidate is, and whether more may be chosen. */
export async function setQuestions(
  tx: TenantTx,
  { id, ...state }: Pick<LogHead, 'id' | 'question_ids' | 'question_index' | 'selecting'>,
): Promise<void> {
  await tx.sql('interviews').where({ id }).update(state);
}
