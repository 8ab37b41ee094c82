import type { Report, SessionEvent } from '@interviewlm/protocol';
import { chance, estimate, responsesOf, uncalibrated } from '../questions/adaptive/model.js';
import { eventsOf } from './evidence.js';

type Selection = NonNullable<Report['selection']>;

/**
 * How the questions were chosen, read from the log, and the ability that the final runs tell of: a question counts as solved when all of
 * its tests passed there, whatever an earlier run said. Null where the order was fixed: there the first question is nobody's choice.
 */
export function selectionOf(log: readonly SessionEvent[], tests: Report['tests'] | null): Selection | null {
  const chosen = eventsOf(log, 'question.selected');
  if (!chosen.some(({ data }) => data.index === 0)) return null;
  const answers = chosen.flatMap(({ data: { question, among } }) => {
    const item = among.find((each) => each.question === question);
    const final = tests?.find((each) => each.question === question);
    return item && final ? [{ ...item, ...counted(final) }] : [];
  });
  const titles = new Map(eventsOf(log, 'question.shown').map(({ data }) => [data.question, data.title]));
  return {
    ...estimate(responsesOf(answers)),
    choices: chosen.map(({ t_ms, seq, data: { index, question, ability, error, reason } }) => ({
      t_ms,
      seq,
      index,
      title: question === null ? null : (titles.get(question) ?? null),
      ability,
      error,
      reason,
    })),
  };
}

function counted({ visible, hidden }: Report['tests'][number]) {
  const passed = visible.passed + hidden.passed;
  const total = visible.total + hidden.total;
  return { passed, total, solved: passed === total };
}

/** One question of each of the five difficulties. */
const measuringSet = [1, 2, 3, 4, 5].map((difficulty) => uncalibrated(String(difficulty), difficulty));

/** The share, from 0 to 1, of one question of each difficulty that somebody of this ability solves. */
export const shareSolvedAt = (ability: number): number =>
  measuringSet.reduce((sum, item) => sum + chance(item, ability), 0) / measuringSet.length;
