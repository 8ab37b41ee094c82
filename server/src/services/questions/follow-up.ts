import type { Mode, SelectionRecord } from '@interviewlm/protocol';
import type { LogHead } from '../../db/log-heads.js';
import { readAllQuestions, readFollowUps } from '../../db/question-bank.js';
import { insertSelection, type BankItem } from '../../db/question-selections.js';
import { listChoiceRuns } from '../../db/runs.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import type { At } from '../recording/log.js';
import { recordOf, type JudgedAnswer } from './adaptive/choose.js';
import { itemOf, responsesOf } from './adaptive/model.js';
import { followUpOf } from './adaptive/select.js';

/** Whether the bank has anything that builds on this question. */
export const mayBeFollowed = async (tx: TenantTx, mode: Mode, question: string | undefined): Promise<boolean> =>
  question !== undefined && (await readFollowUps(tx, mode, question)).length > 0;

/**
 * In a fixed order: what builds on a question that was solved, chosen by the ability that the answers so far tell of (FU1), and kept with
 * why. Null where it wasn't solved or nothing builds on it.
 */
export async function chooseFollowUp(
  tx: TenantTx,
  { mode, interview }: At,
  head: LogHead,
  { question, passed, total }: JudgedAnswer,
): Promise<SelectionRecord | null> {
  if (passed < total) return null;
  const building = await readFollowUps(tx, mode, question);
  if (building.length === 0) return null;
  const answers = await answersSoFar(tx, mode, interview);
  const selection = followUpOf(building.map(itemOf), responsesOf(answers));
  if (!selection) return null;
  const bank = building.map((row): BankItem => ({ ...itemOf(row), family: row.family }));
  const record = recordOf(head.question_index + 1, answers, bank, selection, question);
  await insertSelection(tx, { interview_id: interview, mode, record, bank });
  return record;
}

/** Every answer that was tested on the way, each question's last test. */
async function answersSoFar(tx: TenantTx, mode: Mode, interview: string): Promise<SelectionRecord['answers']> {
  const items = new Map((await readAllQuestions(tx, mode)).map((row) => [row.id, itemOf(row)]));
  const last = new Map((await listChoiceRuns(tx, interview)).map(({ question_id, result }) => [question_id, result]));
  return [...last].flatMap(([question, { passed, total }]) => {
    const item = items.get(question);
    if (!item) return [];
    const { difficulty, discrimination } = item;
    return [{ question, difficulty, discrimination, solved: passed === total, passed, total }];
  });
}
