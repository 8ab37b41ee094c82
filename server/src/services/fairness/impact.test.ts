import { describe, expect, test } from 'vitest';
import type { CountedInterview } from '../../db/fairness.js';
import { impactCsv } from './csv.js';
import { impactsOf, unsaid, type Impact } from './impact.js';

const person = (score: number | null, sex: CountedInterview['sex'], more: Partial<CountedInterview> = {}): CountedInterview => ({
  assessment_id: 'asm_a',
  title: 'Backend',
  score,
  sex,
  ethnicity: null,
  selected: null,
  ...more,
});
const people = (count: number, score: number, sex: CountedInterview['sex'], more?: Partial<CountedInterview>) =>
  Array.from({ length: count }, () => person(score, sex, more));
const row = (impacts: readonly Impact[], by: Impact['by'], group: string) =>
  impacts.find((impact) => impact.by === by && impact.group === group);

describe('adverse impact', () => {
  test('AI1, AI3: the share above the median of all, over that of the group that did best', () => {
    const impacts = impactsOf([
      ...people(6, 90, 'male'),
      ...people(2, 40, 'male'),
      ...people(4, 90, 'female'),
      ...people(12, 40, 'female'),
    ]);
    expect(row(impacts, 'sex', 'male')).toMatchObject({ people: 8, scored: 8, scoring_rate: 0.75, scoring_impact_ratio: 1 });
    expect(row(impacts, 'sex', 'female')).toMatchObject({ people: 16, scoring_rate: 0.25 });
    expect(row(impacts, 'sex', 'female')?.scoring_impact_ratio).toBeCloseTo(1 / 3);
  });

  test('AI2: of those about whom somebody decided', () => {
    const impacts = impactsOf([
      ...people(5, 50, 'male', { selected: true }),
      ...people(5, 50, 'female', { selected: false }),
      ...people(5, 50, 'female', { selected: true }),
      ...people(5, 50, 'female'),
    ]);
    expect(row(impacts, 'sex', 'female')).toMatchObject({ people: 15, decided: 10, selection_rate: 0.5, selection_impact_ratio: 0.5 });
  });

  test('AI4: a small group has no number, and is no measure for others', () => {
    const impacts = impactsOf([...people(4, 90, 'another'), ...people(10, 50, 'male'), ...people(5, 60, 'female')]);
    expect(row(impacts, 'sex', 'another')).toMatchObject({ people: null, scored: null, scoring_rate: null, scoring_impact_ratio: null });
    expect(row(impacts, 'sex', 'female')).toMatchObject({ scoring_rate: 1, scoring_impact_ratio: 1 });
    expect(row(impacts, 'sex', 'male')).toMatchObject({ scoring_rate: 0, scoring_impact_ratio: 0 });
  });

  test('AI5: who said nothing is counted, and compared with nobody', () => {
    const impacts = impactsOf([...people(10, 90, null), ...people(5, 40, 'male')]);
    expect(row(impacts, 'sex', unsaid)).toMatchObject({ people: 10, scoring_rate: 0, scoring_impact_ratio: null });
    expect(row(impacts, 'ethnicity', unsaid)).toMatchObject({ people: 15 });
  });

  test('groups of both, each assessment by itself, and nothing of nothing', () => {
    const both = { ethnicity: 'asian' } as const;
    const impacts = impactsOf([...people(5, 90, 'female', both), ...people(5, 10, 'female', { ...both, assessment_id: 'asm_b' })]);
    expect(impacts.filter(({ by }) => by === 'sex and ethnicity').map(({ assessment, group }) => [assessment, group])).toEqual([
      ['asm_a', 'female, asian'],
      ['asm_b', 'female, asian'],
    ]);
    expect(impactsOf([])).toEqual([]);
  });

  test('as CSV: quoted where it must be, and no formula for a spreadsheet', () => {
    const csv = impactCsv(impactsOf(people(5, 50, 'male', { title: '=cmd("x"), y' })));
    const [head, first] = csv.split('\r\n');
    expect(head).toBe(
      'assessment,title,by,group,people,scored,scoring_rate,scoring_impact_ratio,decided,selection_rate,selection_impact_ratio',
    );
    expect(first).toBe(`asm_a,"'=cmd(""x""), y",sex,male,5,5,0.000,,0,,`);
  });
});
