import type { Knex } from 'knex';
import { readAllQuestions } from '../../db/question-bank.js';
import { insertCalibrations, listFinalAnswers, type FinalAnswer } from '../../db/question-calibrations.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Scope } from '../scope.js';
import { calibrate, usualCalibration, type Calibrated } from './adaptive/calibrate.js';
import { itemOf, uncalibrated, type Response } from './adaptive/model.js';

export interface CalibratedQuestion extends Calibrated {
  readonly slug: string;
  /** The difficulty that it had until now. */
  readonly before: number;
}

export interface CalibrationOptions {
  readonly least_answers?: number;
  /** Only tells what would change. */
  readonly dry?: boolean;
}

/**
 * Estimates anew how hard the questions of a bank are, from the final runs of all scored interviews of the mode. Choices that were made stay
 * as they are recorded; the next ones go by the new difficulties.
 */
export async function calibrateBank(
  knex: Knex,
  { tenant, mode }: Scope,
  { least_answers = usualCalibration.least_answers, dry = false }: CalibrationOptions = {},
): Promise<CalibratedQuestion[]> {
  const [questions, answers] = await withTenant(knex, tenant, async (tx) => [
    await readAllQuestions(tx, mode),
    await listFinalAnswers(tx, mode),
  ]);
  const rows = new Map(questions.map((question) => [question.id, question]));
  const bank = questions.map(itemOf);
  const author = (id: string) => uncalibrated(id, rows.get(id)?.difficulty ?? 3).difficulty;
  const found = calibrate(bank, peopleOf(answers, new Map(bank.map((item) => [item.id, item]))), author, {
    ...usualCalibration,
    least_answers,
  });
  if (!dry)
    await withTenant(knex, tenant, (tx) =>
      insertCalibrations(
        tx,
        found.map(({ id, difficulty, error, answers: count }) => ({ question_id: id, difficulty, error, answers: count })),
      ),
    );
  return found.map((one) => ({
    ...one,
    slug: rows.get(one.id)?.slug ?? '',
    before: bank.find(({ id }) => id === one.id)?.difficulty ?? 0,
  }));
}

function peopleOf(answers: readonly FinalAnswer[], items: ReadonlyMap<string, Response['item']>): Response[][] {
  const people = new Map<string, Response[]>();
  for (const { interview_id, question_id, solved } of answers) {
    const item = items.get(question_id);
    if (item) people.set(interview_id, [...(people.get(interview_id) ?? []), { item, solved }]);
  }
  return [...people.values()];
}
