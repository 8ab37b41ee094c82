/**
 * A question on the scale of ability: `difficulty` is the ability at which half of the candidates solve it, `discrimination` how steeply
 * that share rises there. Abilities of all candidates have mean 0 and deviation 1 on this scale.
 */
export interface Item {
  readonly id: string;
  readonly difficulty: number;
  readonly discrimination: number;
  /** Questions of one family are variants of each other: nobody is asked two of them. */
  readonly family?: string;
}

/** A question that was answered, and whether it was solved. */
export interface Response {
  readonly item: Item;
  readonly solved: boolean;
}

/** Answers, as a selection's record has them. */
export const responsesOf = (answers: readonly (Omit<Item, 'id'> & { readonly question: string; readonly solved: boolean })[]): Response[] =>
  answers.map(({ question, difficulty, discrimination, solved }) => ({ item: { id: question, difficulty, discrimination }, solved }));

export interface Estimate {
  readonly ability: number;
  /** Standard error of the ability. */
  readonly error: number;
}

/** Abilities from -4 to 4 in steps of a twentieth: finer changes no digit that is shown. */
export const abilities: readonly number[] = Array.from({ length: 161 }, (_, index) => -4 + index / 20);
/** The logarithm of a standard normal density, without its constant. */
export const priorOf = (deviations: number): number => (-deviations * deviations) / 2;
const prior = abilities.map((ability) => Math.exp(priorOf(ability)));

/** The chance that somebody of this ability solves the question (two-parameter logistic model). */
export const chance = ({ difficulty, discrimination }: Item, ability: number): number =>
  1 / (1 + Math.exp(-discrimination * (ability - difficulty)));

/** How much an answer would tell about an ability near this one (Fisher information). */
export function information(item: Item, ability: number): number {
  const p = chance(item, ability);
  return item.discrimination ** 2 * p * (1 - p);
}

/** How likely each of `abilities` is after these answers; the sum is not 1. */
export const likelihoods = (responses: readonly Response[]): number[] =>
  abilities.map((ability, index) =>
    responses.reduce((weight, { item, solved }) => {
      const p = chance(item, ability);
      return weight * (solved ? p : 1 - p);
    }, prior[index] ?? 0),
  );

/**
 * The expected ability after these answers, and its standard error, with a standard normal prior (EAP). Unlike the likeliest ability it
 * exists after one answer and after none, and after nothing but solved questions.
 */
export function estimate(responses: readonly Response[]): Estimate {
  const weights = likelihoods(responses);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = (value: (ability: number) => number) =>
    abilities.reduce((total, at, index) => total + value(at) * (weights[index] ?? 0), 0) / sum;
  const ability = mean((at) => at);
  return { ability, error: Math.sqrt(mean((at) => (at - ability) ** 2)) };
}

/** Of questions that have not been calibrated yet: the five steps of difficulty over the range where most candidates are. */
export const uncalibrated = (id: string, difficulty: number): Item => ({ id, difficulty: (difficulty - 3) * 0.9, discrimination: 1.5 });

/** A question of the bank on the scale: as hard as it turned out to be, or else as its author thinks. */
export const itemOf = ({ id, difficulty, calibrated }: { id: string; difficulty: number; calibrated: number | null }): Item => {
  const item = uncalibrated(id, difficulty);
  return calibrated === null ? item : { ...item, difficulty: calibrated };
};
