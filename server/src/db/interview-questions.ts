import type { QuestionSource } from '@interviewlm/protocol';
import type { LogHead } from './log-heads.js';
import type { TenantTx } from './tenant-tx.js';

/** A question of an interview, whole: hidden tests and reference included. Never leaves the server like this. */
export interface InterviewQuestion {
  id: string;
  index: number;
  source: QuestionSource;
  /** Names of the tests that a run must report passed, as they were when the question was proven. */
  expected: { visible: string[]; hidden: string[] };
}

/** All questions of an interview in their order. */
export async function readQuestions(tx: TenantTx, head: LogHead): Promise<InterviewQuestion[]> {
  const rows = await tx
    .sql('questions')
    .whereIn('id', head.question_ids)
    .select<Omit<InterviewQuestion, 'index'>[]>('id', 'source', 'expected');
  return head.question_ids.flatMap((id, index) => {
    const row = rows.find((question) => question.id === id);
    return row ? [{ ...row, index }] : [];
  });
}

/** The question that the candidate is at. */
export async function readCurrentQuestion(tx: TenantTx, head: LogHead): Promise<InterviewQuestion> {
  const question = (await readQuestions(tx, head)).find(({ index }) => index === head.question_index);
  if (!question) throw new Error(`Interview ${head.id} has no question ${head.question_index}`);
  return question;
}

/** Keeps which questions there are, at which the candidate is, and whether more may be chosen. */
export async function setQuestions(
  tx: TenantTx,
  { id, ...state }: Pick<LogHead, 'id' | 'question_ids' | 'question_index' | 'selecting'>,
): Promise<void> {
  await tx.sql('interviews').where({ id }).update(state);
}
