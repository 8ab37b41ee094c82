import { abilities, chance, likelihoods, priorOf, type Item, type Response } from './model.js';

/** A question whose difficulty is estimated, and what is known of it beforehand. */
export interface Calibrated {
  readonly id: string;
  readonly difficulty: number;
  /** Standard error of the difficulty. */
  readonly error: number;
  readonly answers: number;
}

export interface CalibrationRules {
  /** A question with fewer answers stays where it is. */
  readonly least_answers: number;
  /** How far the author's difficulty may be off, as a standard deviation: few answers move a question little. */
  readonly author_error: number;
}

export const usualCalibration: CalibrationRules = { least_answers: 30, author_error: 1 };

/** Difficulties from -4 to 4 in steps of a fiftieth. */
const difficulties = Array.from({ length: 401 }, (_, index) => -4 + index / 50);
const passes = 30;
const settled = 0.005;

/**
 * CA1 Each question's difficulty is the likeliest one, given all answers to it and the abilities that the same people's other answers tell of;
 *     these are not taken as known, but as the whole distribution they are (marginal likelihood), with a normal prior around the author's.
 * CA2 Questions are estimated by each other until none moves any more: abilities keep mean 0 and deviation 1, so the scale stays.
 * CA3 The standard error is from the curvature there. A question with fewer than `least_answers` is not in the result, and counts with its
 *     present difficulty.
 */
export function calibrate(
  bank: readonly Item[],
  people: readonly (readonly Response[])[],
  author: (id: string) => number,
  rules: CalibrationRules = usualCalibration,
): Calibrated[] {
  const now = new Map(bank.map((item) => [item.id, item]));
  const current = (responses: readonly Response[]) => responses.map(({ item, solved }) => ({ item: now.get(item.id) ?? item, solved }));
  const answersTo = new Map<string, { person: number; solved: boolean }[]>();
  people.forEach((responses, person) => {
    for (const { item, solved } of responses) {
      const known = answersTo.get(item.id) ?? [];
      known.push({ person, solved });
      answersTo.set(item.id, known);
    }
  });
  const told = bank.filter(({ id }) => (answersTo.get(id)?.length ?? 0) >= rules.least_answers);
  let found: Calibrated[] = [];
  for (let pass = 0; pass < passes; pass++) {
    found = told.map((item) => {
      const answers = answersTo.get(item.id) ?? [];
      const others = answers.map(({ person, solved }) => ({
        solved,
        weights: likelihoods(current(people[person] ?? []).filter(({ item: { id } }) => id !== item.id)),
      }));
      return { id: item.id, answers: answers.length, ...likeliest(now.get(item.id) ?? item, others, author(item.id), rules) };
    });
    const moved = Math.max(0, ...found.map(({ id, difficulty }) => Math.abs(difficulty - (now.get(id)?.difficulty ?? 0))));
    for (const { id, difficulty } of found) {
      const item = now.get(id);
      if (item) now.set(id, { ...item, difficulty });
    }
    if (moved < settled) break;
  }
  return found;
}

interface Answer {
  readonly solved: boolean;
  /** How likely each ability is by this person's other answers. */
  readonly weights: readonly number[];
}

function likeliest(item: Item, answers: readonly Answer[], author: number, { author_error }: CalibrationRules) {
  const sums = answers.map(({ weights }) => weights.reduce((total, weight) => total + weight, 0));
  const logLikelihood = (difficulty: number): number => {
    const chances = abilities.map((ability) => chance({ ...item, difficulty }, ability));
    return answers.reduce(
      (total, { solved, weights }, index) => {
        const solves = weights.reduce((sum, weight, at) => sum + weight * (chances[at] ?? 0), 0) / (sums[index] ?? 1);
        return total + Math.log(Math.max(1e-12, solved ? solves : 1 - solves));
      },
      priorOf((difficulty - author) / author_error),
    );
  };
  const at = highest(logLikelihood);
  const step = 0.05;
  const curvature = (2 * logLikelihood(at) - logLikelihood(at - step) - logLikelihood(at + step)) / step ** 2;
  return { difficulty: at, error: curvature > 0 ? 1 / Math.sqrt(curvature) : author_error };
}

/** Where a function with one hill is highest, by thirds of what is left. */
function highest(value: (difficulty: number) => number): number {
  let [low, high] = [0, difficulties.length - 1];
  const at = (index: number) => value(difficulties[index] ?? 0);
  while (high - low > 2) {
    const third = Math.floor((high - low) / 3);
    if (at(low + third) < at(high - third)) low += third;
    else high -= third;
  }
  const rest = difficulties.slice(low, high + 1);
  return rest.reduce((best, each) => (value(each) > value(best) ? each : best), rest[0] ?? 0);
}
