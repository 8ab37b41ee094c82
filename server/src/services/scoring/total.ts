import type { Criterion, Override } from '@interviewlm/protocol';

export interface Total {
  score: number | null;
  formula: string;
}

/** The weighted mean of what was measured, written out so that anyone can check it. */
export function total(criteria: readonly Pick<Criterion, 'name' | 'weight' | 'score'>[]): Total {
  const measured = criteria.flatMap(({ name, weight, score }) => (score === null ? [] : [{ name, weight, score }]));
  if (measured.length === 0) return { score: null, formula: 'No criterion was measured.' };
  const weights = measured.reduce((sum, { weight }) => sum + weight, 0);
  const score = Math.round((measured.reduce((sum, { weight, score: each }) => sum + weight * each, 0) / weights) * 10) / 10;
  const terms = measured.map(({ name, weight, score: each }) => `${weight} × ${name} ${each}`).join(' + ');
  return { score, formula: `(${terms}) / ${Math.round(weights * 100) / 100} = ${score}` };
}

/** The same with what people put in the place of scores: the last word on each criterion counts, and one on the total above all. */
export function overridden(criteria: readonly Criterion[], overrides: readonly Override[]): Total {
  const last = new Map(overrides.map((override) => [override.criterion, override]));
  const whole = last.get('total');
  if (whole) return { score: whole.score, formula: `Set to ${whole.score} by ${whole.author}.` };
  return total(criteria.map((criterion) => ({ ...criterion, score: last.get(criterion.name)?.score ?? criterion.score })));
}
