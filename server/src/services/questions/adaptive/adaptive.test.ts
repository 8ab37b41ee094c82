import { describe, expect, test } from 'vitest';
import { chance, estimate, information, uncalibrated, type Item, type Response } from './model.js';
import { followUpOf, selectNext, usualRules } from './select.js';

const bank = Array.from({ length: 40 }, (_, n): Item => ({
  id: `q${String(n).padStart(2, '0')}`,
  difficulty: -2 + n / 10,
  discrimination: 1.5,
}));
const nobody = { interviews: 0, shown: new Map<string, number>() };
const item = (n: number) => bank[n] ?? uncalibrated('none', 3);

describe('the model', () => {
  test('half of those whose ability is a question’s difficulty solve it, and there it tells most', () => {
    expect(chance(item(20), 0)).toBe(0.5);
    expect(information(item(20), 0)).toBeCloseTo(1.5 ** 2 / 4);
    expect(information(item(20), 0)).toBeGreaterThan(information(item(5), 0));
    expect([1, 3, 5].map((difficulty) => uncalibrated('q', difficulty).difficulty)).toEqual([-1.8, 0, 1.8]);
  });

  test('without an answer it is the mean of everyone; each answer moves it and makes it surer', () => {
    const none = estimate([]);
    expect(none.ability).toBeCloseTo(0);
    expect(none.error).toBeCloseTo(1, 1);
    const [up, down] = [true, false].map((solved) => estimate([{ item: item(20), solved }]));
    expect(up?.ability).toBeGreaterThan(0.3);
    expect(down?.ability).toBeCloseTo(-(up?.ability ?? 0));
    expect(up?.error).toBeLessThan(none.error);
  });
});

describe('AD1-AD4 the next question', () => {
  const ask = (interview: string, responses: readonly Response[], exposure = nobody, rules = usualRules) =>
    selectNext(interview, bank, responses, exposure, rules);

  test('is one that tells most at the ability so far, harder after success and easier after failure', () => {
    const first = ask('itv_a', []);
    const at = (chosen: Item | null) => chosen?.difficulty ?? NaN;
    expect(Math.abs(at(first.question))).toBeLessThan(0.15);
    expect(first.among).toHaveLength(3);
    const solved = ask('itv_a', [{ item: item(20), solved: true }]);
    const failed = ask('itv_a', [{ item: item(20), solved: false }]);
    expect(at(solved.question)).toBeGreaterThan(0.2);
    expect(at(failed.question)).toBeLessThan(-0.2);
    expect(solved.reason).toMatch(/^One of the 3 questions that tell most at an ability of \d\.\d\d ± \d\.\d\d\.$/);
  });

  test('is the same for the same interview, and not the same for all', () => {
    expect(ask('itv_a', [])).toEqual(ask('itv_a', []));
    expect(new Set(Array.from({ length: 30 }, (_, n) => ask(`itv_${n}`, []).question?.id)).size).toBe(3);
  });

  test('is never one that was asked, nor one that many have seen while others are left', () => {
    const shown = new Map([19, 20, 21].map((n) => [item(n).id, 50]));
    const rested = ask('itv_a', [], { interviews: 100, shown });
    expect([...shown.keys()]).not.toContain(rested.question?.id);
    expect(rested.reason).toContain('3 rest because many have seen them');
    const all = new Map(bank.map(({ id }) => [id, 99]));
    expect(ask('itv_a', [], { interviews: 100, shown: all }).question).not.toBeNull();
    const responses = bank.slice(1).map((each, n) => ({ item: each, solved: n % 2 === 0 }));
    expect(ask('itv_a', responses, nobody, { ...usualRules, max_questions: 99, target_error: 0 }).question?.id).toBe('q00');
  });

  test('AD5 is never a variant of one that was asked', () => {
    const related = bank.map((each, n) => ({ ...each, family: `f${n % 2}` }));
    const odd = { item: { ...item(1), family: 'f1' }, solved: true };
    expect(selectNext('itv_a', related, [odd], nobody).among.map(({ item: { family } }) => family)).toEqual(['f0', 'f0', 'f0']);
    const both = [odd, { item: { ...item(2), family: 'f0' }, solved: true }];
    expect(selectNext('itv_a', related, both, nobody).reason).toBe('No question is left.');
  });

  test('is none once enough is known, enough was asked or nothing is left, and says which', () => {
    const many = Array.from({ length: 8 }, (_, n) => ({ item: item(18 + n), solved: n % 2 === 0 }));
    expect(ask('itv_a', many)).toMatchObject({ question: null, reason: expect.stringContaining('8 questions were asked') as string });
    const seven = ask('itv_a', many.slice(0, 7), nobody, { ...usualRules, target_error: 0.6 });
    expect(seven).toMatchObject({ question: null, reason: expect.stringContaining('is at most 0.6') as string });
    expect(selectNext('itv_a', [], [], nobody)).toMatchObject({ question: null, reason: 'No question is left.' });
  });
});

describe('FU1 FU2 what builds on a solved question', () => {
  const [easy, hard] = [uncalibrated('qst_easy', 2), uncalibrated('qst_hard', 5)];

  test('is harder for whoever has shown more', () => {
    const weak = followUpOf(
      [easy, hard],
      [
        { item: item(2), solved: true },
        { item: item(10), solved: false },
      ],
    );
    const strong = followUpOf(
      [easy, hard],
      [20, 30, 35].map((n) => ({ item: item(n), solved: true })),
    );
    expect([weak?.question?.id, strong?.question?.id]).toEqual(['qst_easy', 'qst_hard']);
    expect(strong?.reason).toMatch(
      /^Builds on the solution before, which passed all of its tests, of 2 the one that tells most at an ability of/,
    );
  });

  test('is asked unless another question would tell more than twice as much', () => {
    const responses = [{ item: item(20), solved: true }];
    const { information: told } = followUpOf([easy], responses)?.among[0] ?? { information: 0 };
    expect(followUpOf([easy], responses, told * 1.9)?.question).toEqual(easy);
    expect(followUpOf([easy], responses, told * 2.1)).toBeNull();
    expect(followUpOf([], responses)).toBeNull();
  });
});

test('AD3 the one who is next counts: no share goes over what is allowed', () => {
  const rules = { ...usualRules, max_exposure: 0.4 };
  const shown = (times: number) => ({ interviews: 100, shown: new Map([19, 20, 21].map((n) => [item(n).id, times])) });
  expect(selectNext('itv_a', bank, [], shown(39), rules).resting).toBe(0);
  expect(selectNext('itv_a', bank, [], shown(40), rules).resting).toBe(3);
});
