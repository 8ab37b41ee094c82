import type { CountedInterview } from '../../db/fairness.js';

export type Breakdown = 'sex' | 'ethnicity' | 'sex and ethnicity';

/** One group of one assessment. Null where there is nothing to count, or too few to be told. */
export interface Impact {
  readonly assessment: string;
  readonly title: string;
  readonly by: Breakdown;
  readonly group: string;
  readonly people: number | null;
  readonly scored: number | null;
  readonly scoring_rate: number | null;
  readonly scoring_impact_ratio: number | null;
  readonly decided: number | null;
  readonly selection_rate: number | null;
  readonly selection_impact_ratio: number | null;
}

export const unsaid = 'not said';
/** A smaller group's numbers could tell what one person said. */
export const fewest = 5;

/**
 * Adverse impact of each assessment:
 *
 * AI1 A scoring rate is the share of a group's scored people whose computed score is above the median of all who were scored.
 * AI2 A selection rate is the share of a group's people about whom somebody decided who were selected.
 * AI3 An impact ratio is a group's rate over the highest rate of a group in the same breakdown.
 * AI4 A group of fewer than five people is named without any number, and sets no highest rate.
 * AI5 Who said nothing counts towards the median, is a row of its own and has no ratio.
 */
export function impactsOf(interviews: readonly CountedInterview[]): Impact[] {
  return [...Map.groupBy(interviews, ({ assessment_id }) => assessment_id).values()].flatMap((each) => {
    const median = medianOf(each.flatMap(({ score }) => score ?? []));
    return breakdowns.flatMap(([by, groupOf]) =>
      withRatios([...Map.groupBy(each, groupOf)].map(([group, its]) => rates(by, group, its, median))),
    );
  });
}

const breakdowns: readonly (readonly [Breakdown, (interview: CountedInterview) => string])[] = [
  ['sex', ({ sex }) => sex ?? unsaid],
  ['ethnicity', ({ ethnicity }) => ethnicity ?? unsaid],
  ['sex and ethnicity', ({ sex, ethnicity }) => (sex && ethnicity ? `${sex}, ${ethnicity}` : unsaid)],
];

type Rates = Omit<Impact, 'scoring_impact_ratio' | 'selection_impact_ratio'>;

function rates(by: Breakdown, group: string, interviews: readonly CountedInterview[], median: number): Rates {
  const [{ assessment_id: assessment, title } = { assessment_id: '', title: '' }] = interviews;
  const own = { assessment, title, by, group };
  if (interviews.length < fewest) return { ...own, people: null, scored: null, scoring_rate: null, decided: null, selection_rate: null };
  const scores = interviews.flatMap(({ score }) => score ?? []);
  const decisions = interviews.flatMap(({ selected }) => selected ?? []);
  return {
    ...own,
    people: interviews.length,
    scored: scores.length,
    scoring_rate: share(scores.filter((score) => score > median).length, scores.length),
    decided: decisions.length,
    selection_rate: share(decisions.filter(Boolean).length, decisions.length),
  };
}

function withRatios(groups: readonly Rates[]): Impact[] {
  const said = groups.filter(({ group }) => group !== unsaid);
  const highest = (pick: (group: Rates) => number | null) => Math.max(0, ...said.map((group) => pick(group) ?? 0));
  const [scoring, selection] = [highest((group) => group.scoring_rate), highest((group) => group.selection_rate)];
  const ratio = ({ group }: Rates, rate: number | null, most: number) => (group === unsaid || rate === null ? null : share(rate, most));
  return groups
    .map((group) => ({
      ...group,
      scoring_impact_ratio: ratio(group, group.scoring_rate, scoring),
      selection_impact_ratio: ratio(group, group.selection_rate, selection),
    }))
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function medianOf(scores: readonly number[]): number {
  const sorted = scores.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
