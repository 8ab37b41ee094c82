import { describe, expect, test } from 'vitest';
import { Report, type EventBody, type RunResult, type SessionEvent } from '@interviewlm/protocol';
import { makeReport } from './report.js';

const question = 'qst_00000000000000000000000000';
const interview = 'itv_00000000000000000000000000';
const at = new Date('2026-11-24T12:00:00Z');

const log = (...bodies: EventBody[]): SessionEvent[] =>
  bodies.map((body, index) => ({ seq: index + 1, t_ms: (index + 1) * 10_000, ...body }));
const shown: EventBody = { type: 'question.shown', data: { question, index: 0, title: 'Sum', instructions: '' } };
const started: EventBody = { type: 'tests.run', data: { run: 'run', kind: 'visible' } };
const run = (passed: number, total = 4): EventBody => ({
  type: 'tests.result',
  data: { run: 'run', kind: 'visible', result: { passed, total, failed: total - passed } as RunResult },
});
const prompt = (message: string): EventBody => ({ type: 'chat.user', data: { message, text: 'why?' } });
const proposal = (id: string): EventBody => ({
  type: 'chat.proposal',
  data: { message: 'm', proposal: { id, path: 'a', diff: '', base_version: 1, content: '' } },
});
const decision = (id: string, accepted: boolean): EventBody => ({ type: 'chat.decision', data: { proposal: id, path: 'a', accepted } });
const tests = (visible: number, hidden: number): Report['tests'] => [
  { question, title: 'Sum', visible: { passed: visible, total: 4 }, hidden: { passed: hidden, total: 4 } },
];
const report = (events: SessionEvent[], found: Report['tests'] | null, qualities: Record<string, number> = {}) =>
  makeReport(
    {
      interview,
      log: events,
      qualities: new Map(Object.entries(qualities).map(([id, score]) => [id, { score, reasons: [] }])),
      tests: found,
    },
    at,
  );
const scoreOf = (made: Report, name: string) => made.criteria.find((criterion) => criterion.name === name)?.score;

test('CO1 CO3 hidden tests weigh more, and without final runs there is no score', () => {
  expect(scoreOf(report([], tests(4, 4)), 'correctness')).toBe(100);
  expect(scoreOf(report([], tests(4, 0)), 'correctness')).toBe(40);
  expect(scoreOf(report([], tests(0, 4)), 'correctness')).toBe(60);
  expect(scoreOf(report([], null), 'correctness')).toBeNull();
});

test('PS1-PS4 the way from red to green', () => {
  const steady = report(log(shown, run(1), run(2), run(4)), tests(4, 4));
  const jumpy = report(log(shown, run(3), run(0), run(2), run(1)), tests(1, 1));
  expect(scoreOf(steady, 'problem_solving')).toBe(100);
  expect(scoreOf(jumpy, 'problem_solving')).toBeLessThan(75);
  expect(scoreOf(report(log(shown), tests(4, 4)), 'problem_solving')).toBeNull();
  expect(steady.criteria.find(({ name }) => name === 'problem_solving')?.evidence).toEqual([
    { from_ms: 20_000, to_ms: 40_000, first_seq: 2, last_seq: 4, note: 'From 1 to all 4 tests in 3 runs.' },
  ]);
});

describe('AC1-AC3 working with the assistant', () => {
  test('not using it is neither fault nor merit', () => {
    const made = report(log(shown, run(4)), tests(4, 4));
    expect(scoreOf(made, 'ai_collaboration')).toBeNull();
    expect(made.score).toBe(100);
  });

  test('deciding and verifying count, the last decision on a proposal is the one', () => {
    const verified = log(shown, prompt('p'), proposal('x'), decision('x', false), decision('x', true), started, run(4));
    const blind = log(shown, prompt('p'), proposal('x'), decision('x', true), prompt('q'), started, run(4));
    expect(scoreOf(report(verified, tests(4, 4), { p: 1 }), 'ai_collaboration')).toBe(100);
    expect(scoreOf(report(blind, tests(4, 4), { p: 1, q: 1 }), 'ai_collaboration')).toBe(80);
    expect(scoreOf(report(log(shown, prompt('p'), proposal('x')), tests(0, 0), { p: 0.5 }), 'ai_collaboration')).toBe(50);
  });
});

test('the formula is the arithmetic of the score, the contract holds, and the same log gives the same report', () => {
  const events = log(shown, prompt('p'), run(2), run(4));
  const made = report(events, tests(4, 2), { p: 0.75 });
  expect(Report.parse(made)).toEqual(made);
  expect(report(events, tests(4, 2), { p: 0.75 })).toEqual(made);
  const terms = [...made.formula.matchAll(/([\d.]+) × \w+ ([\d.]+)/g)].map(([, weight, score]) => [Number(weight), Number(score)] as const);
  const weights = terms.reduce((sum, [weight]) => sum + weight, 0);
  expect(made.score).toBeCloseTo(terms.reduce((sum, [weight, score]) => sum + weight * score, 0) / weights, 1);
});

test('candidates rank as a reviewer would rank them', () => {
  const nothing = report(log(shown), tests(0, 0));
  const hardcoded = report(log(shown, run(1), run(4)), tests(4, 0));
  const pasted = report(log(shown, prompt('p'), proposal('x'), decision('x', true), run(4)), tests(4, 4), { p: 0.1 });
  const steady = report(log(shown, run(1), prompt('p'), proposal('x'), decision('x', true), started, run(3), run(4)), tests(4, 4), {
    p: 0.9,
  });
  const scores = [nothing, hardcoded, pasted, steady].map((made) => made.score ?? 0);
  expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  expect(new Set(scores).size).toBe(4);
});
