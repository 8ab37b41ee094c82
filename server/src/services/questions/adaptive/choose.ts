import { hash } from 'node:crypto';
import type { AdaptiveRules, Mode, SelectionRecord } from '@interviewlm/protocol';
import { setQuestions } from '../../../db/interview-questions.js';
import { readBank, readFollowUps, readPool } from '../../../db/question-bank.js';
import { insertSelection, listSelections, readExposure, type BankItem } from '../../../db/question-selections.js';
import type { TenantTx } from '../../../db/tenant-tx.js';
import { ApiError } from '../../../errors.js';
import { itemOf, responsesOf, type Item } from './model.js';
import { followUpOf, selectNext, usualRules, type Selection } from './select.js';

/** How the answer to the current question did in all of its tests. */
export interface JudgedAnswer {
  readonly question: string;
  readonly passed: number;
  readonly total: number;
}

/** A share of the latest candidates is what matters: one who was here years ago tells nobody. */
const latestInterviews = 500;

/** Chooses the question that a new interview begins with. 409 `no_more_questions` when the bank has none any more. */
export async function chooseFirst(tx: TenantTx, mode: Mode, interview: string, rules: AdaptiveRules): Promise<void> {
  const { question } = await decide(tx, mode, interview, rules, 0, []);
  if (question === null) throw new ApiError('no_more_questions', 'The bank has no question for this assessment.');
  await setQuestions(tx, { id: interview, question_ids: [question], question_index: 0, selecting: rules.max_questions > 1 });
}

/** Chooses the question that comes after this answer, and keeps why. */
export async function chooseAfter(
  tx: TenantTx,
  mode: Mode,
  interview: string,
  rules: AdaptiveRules,
  { question, passed, total }: JudgedAnswer,
  follow_ups: boolean,
): Promise<SelectionRecord> {
  const before = await listSelections(tx, interview);
  const last = before.at(-1)?.record;
  const item = last?.among.find((each) => each.question === question);
  if (!last || !item) throw new Error(`Interview ${interview} was never given question ${question}`);
  const { difficulty, discrimination } = item;
  const answers = [...last.answers, { question, difficulty, discrimination, solved: passed === total, passed, total }];
  const families = new Map(before.flatMap(({ bank }) => bank.map(({ id, family }) => [id, family])));
  const building = follow_ups && passed === total ? await readFollowUps(tx, mode, question) : [];
  return decide(tx, mode, interview, rules, before.length, answers, families, building.map(itemOf));
}

async function decide(
  tx: TenantTx,
  mode: Mode,
  interview: string,
  rules: AdaptiveRules,
  index: number,
  answers: SelectionRecord['answers'],
  families: ReadonlyMap<string, string> = new Map(),
  building: readonly Item[] = [],
): Promise<SelectionRecord> {
  const bank = (await readBank(tx, mode, await readPool(tx, interview), rules)).map((row): BankItem => ({
    ...itemOf(row),
    family: row.family,
  }));
  const { interviews, shown } = await readExposure(tx, mode, latestInterviews);
  // An interview is among them once its first question was chosen.
  const exposure = { interviews: index === 0 ? interviews + 1 : interviews, shown };
  const responses = responsesOf(answers).map(({ item, solved }) => ({
    item: { ...item, family: families.get(item.id) ?? item.id },
    solved,
  }));
  const other = selectNext(interview, bank, responses, exposure, { ...usualRules, ...rules });
  const follow = other.question && followUpOf(building, responses, other.among[0]?.information ?? 0);
  const record = recordOf(index, answers, bank, follow ?? other, follow ? (answers.at(-1)?.question ?? null) : null);
  await insertSelection(tx, { interview_id: interview, mode, record, bank });
  return record;
}

export const recordOf = (
  index: number,
  answers: SelectionRecord['answers'],
  bank: readonly BankItem[],
  { question, ability, error, reason, among, resting }: Selection,
  follows: string | null = null,
): SelectionRecord => ({
  index,
  question: question?.id ?? null,
  follows,
  ability,
  error,
  reason,
  answers,
  among: among.map(({ item: { id, difficulty, discrimination }, information }) => ({
    question: id,
    difficulty,
    discrimination,
    information,
  })),
  bank: { questions: bank.length, resting, sha256: hash('sha256', JSON.stringify(bank)) },
});
