import { describe, expect, test } from 'vitest';
import { Report, type EventBody, type RunResult, type SessionEvent } from '@interviewlm/protocol';
import type { AnsweredQuestion, Findings } from './findings.js';
import { makeReport } from './report.js';

const question = 'qst_00000000000000000000000000';
const interview = 'itv_00000000000000000000000000';
const at = new Date('2026-11-24T12:00:00Z');
const starter = 'export const sum = () => 0;\n';

const log = (...bodies: EventBody[]): SessionEvent[] =>
  bodies.map((body, index) => ({ seq: index + 1, t_ms: (index + 1) * 10_000, ...body }));
const opened: EventBody = { type: 'session.started', data: { files: [{ path: 'sum.js', content: starter }], question } };
const shown: EventBody = { type: 'question.shown', data: { question, index: 0, title: 'Sum', instructions: '' } };
const answered: EventBody = { type: 'question.answered', data: { question, index: 0 } };
const started: EventBody = { type: 'tests.run', data: { run: 'run', kind: 'visible' } };
const run = (passed: number, total = 4): EventBody => ({
  type: 'tests.result',
  data: { run: 'run', kind: 'visible', result: { passed, total, failed: total - passed } as RunResult },
});
const prompt = (message: string): EventBody => ({ type: 'chat.user', data: { message, text: 'why?' } });
const proposal = (id: string): EventBody => ({
  type: 'chat.proposal',
  data: { message: 'm', proposal: { id, path: 'sum.js', diff: '', base_version: 1, content: '' } },
});
const decision = (id: string, accepted: boolean): EventBody => ({
  type: 'chat.decision',
  data: { proposal: id, path: 'sum.js', accepted },
});
type Origin = 'typed' | 'paste' | 'accept';
const edit = (text: string, origin: Origin, at_ = starter.length, deleted = 0): EventBody => ({
  type: 'editor.edit',
  data: { path: 'sum.js', version: 1, changes: [[at_, deleted, text]], origin },
});
const tests = (visible: number, hidden: number): Report['tests'] => [
  { question, title: 'Sum', visible: { passed: visible, total: 4 }, hidden: { passed: hidden, total: 4 } },
];
const answer = (content: string): AnsweredQuestion => ({
  question,
  runtime: 'javascript',
  follows: null,
  starter: [{ path: 'sum.js', content: starter }],
  files: [{ path: 'sum.js', content }],
  lint: null,
});
const report = (
  events: SessionEvent[],
  found: Report['tests'] | null,
  rest: Partial<Findings> & { prompts?: Record<string, number> } = {},
) =>
  makeReport(
    {
      interview,
      log: events,
      qualities: new Map(Object.entries(rest.prompts ?? {}).map(([id, score]) => [id, { score, reasons: [] }])),
      answers: [],
      suppressed: [],
      tests: found,
      rubric: [],
      ...rest,
    },
    at,
  );
const criterion = (made: Report, name: string) => made.criteria.find((each) => each.name === name);
const scoreOf = (made: Report, name: string) => criterion(made, name)?.score;

test('CO1 CO3 hidden tests weigh more, and without final runs there is no score', () => {
  expect(scoreOf(report([], tests(4, 4)), 'correctness')).toBe(100);
  expect(scoreOf(report([], tests(4, 0)), 'correctness')).toBe(40);
  expect(scoreOf(report([], tests(0, 4)), 'correctness')).toBe(60);
  expect(scoreOf(report([], null), 'correctness')).toBeNull();
});

describe('PS1-PS6 problem solving', () => {
  test('the way from red to green', () => {
    const steady = report(log(shown, run(1), run(2), run(4)), tests(4, 4));
    const jumpy = report(log(shown, run(3), run(0), run(2), run(1)), tests(1, 1));
    expect(scoreOf(steady, 'problem_solving')).toBe(100);
    // 0.4 × 3/4 + 0.25 × 1/4 + 0.15 × 1 + 0.2 × 1/4.
    expect(scoreOf(jumpy, 'problem_solving')).toBe(56.3);
    expect(scoreOf(report(log(shown), tests(4, 4)), 'problem_solving')).toBeNull();
    expect(criterion(steady, 'problem_solving')?.evidence).toEqual([
      { from_ms: 20_000, to_ms: 40_000, first_seq: 2, last_seq: 4, note: 'From 1 to all 4 tests in 3 runs.' },
    ]);
    expect(criterion(jumpy, 'problem_solving')?.evidence.map(({ note }) => note)).toContain('Went back from 3 to 0 tests.');
  });

  test('text that came from elsewhere was not worked out here, unless that signal is not to be looked at', () => {
    const code = 'export const sum = (a) => a.reduce((x, y) => x + y, 0); // '.padEnd(200, 'x');
    const events = log(opened, shown, edit(code, 'paste', 0, starter.length), run(4), answered);
    const pasted = report(events, tests(4, 4), { answers: [answer(code)] });
    expect(pasted.charts.provenance).toEqual({ typed: 0, assistant: 0, paste: 200, starter: 0 });
    expect(scoreOf(pasted, 'problem_solving')).toBe(20);
    expect(criterion(pasted, 'problem_solving')?.evidence.map(({ note }) => note)).toContain('Pasted 200 characters into sum.js.');
    const spared = report(events, tests(4, 4), { answers: [answer(code)], suppressed: ['paste'] });
    expect(scoreOf(spared, 'problem_solving')).toBe(100);
    expect(JSON.stringify(spared.criteria)).not.toMatch(/[Pp]asted/);
    expect(spared.charts.moments.map(({ kind }) => kind)).toEqual(['question']);
  });
});

test('a paste of what was here before is text on the move, one of what the assistant wrote is the assistant’s', () => {
  const own = 'const total = numbers.length;\n';
  const told = 'const answer = from.theAssistant();\n';
  const said: EventBody = {
    type: 'chat.assistant',
    data: { message: 'm', text: `Try:\n${told}`, status: 'complete', model: 'x', latency_ms: 1, usage: null },
  };
  const move = [edit(own, 'typed'), edit('', 'typed', starter.length, own.length), edit(own, 'paste')];
  const events = log(opened, shown, ...move, said, edit(told, 'paste', 0), run(4), answered);
  const made = report(events, tests(4, 4), { answers: [answer(told + starter + own)] });
  expect(made.charts.provenance).toEqual({ typed: own.length, assistant: told.length, paste: 0, starter: starter.length });
  expect(scoreOf(made, 'problem_solving')).toBe(100);
});

describe('AC1-AC6 working with the assistant', () => {
  test('not using it is neither fault nor merit', () => {
    const made = report(log(shown, run(4)), tests(4, 4));
    expect(scoreOf(made, 'ai_collaboration')).toBeNull();
    expect(made.score).toBe(100);
  });

  test('deciding and verifying count, the last decision on a proposal is the one', () => {
    const verified = log(shown, prompt('p'), proposal('x'), decision('x', false), decision('x', true), started, run(4));
    const blind = log(shown, prompt('p'), proposal('x'), decision('x', true), prompt('q'), started, run(4));
    expect(scoreOf(report(verified, tests(4, 4), { prompts: { p: 1 } }), 'ai_collaboration')).toBe(100);
    // (0.35 + 0.1) / 0.7: nothing is known of what survived.
    expect(scoreOf(report(blind, tests(4, 4), { prompts: { p: 1, q: 1 } }), 'ai_collaboration')).toBe(64.3);
    // (0.35 × 0.5) / 0.45: a proposal was left lying, none was accepted.
    expect(scoreOf(report(log(shown, prompt('p'), proposal('x')), tests(0, 0), { prompts: { p: 0.5 } }), 'ai_collaboration')).toBe(38.9);
  });

  test('one acceptance after another without a run between them is not verified', () => {
    const events = log(shown, prompt('p'), proposal('x'), proposal('y'), decision('x', true), decision('y', true), started, run(4));
    expect(criterion(report(events, tests(4, 4), { prompts: { p: 1 } }), 'ai_collaboration')?.summary).toContain(
      '2 accepted, 1 of them verified',
    );
  });

  test('what of the accepted code survived, and how much is left of one’s own, is followed through the log', () => {
    const kept = 'assistant '.repeat(4);
    const own = 'typed '.repeat(10);
    const accepted = [prompt('p'), proposal('x'), decision('x', true), edit(kept.repeat(2), 'accept')];
    const events = log(opened, shown, ...accepted, edit(own, 'typed', starter.length, kept.length), started, run(4), answered);
    const made = report(events, tests(4, 4), { prompts: { p: 1 }, answers: [answer(starter + own + kept)] });
    expect(made.charts.provenance).toEqual({ typed: 60, assistant: 40, paste: 0, starter: starter.length });
    expect(criterion(made, 'ai_collaboration')?.summary).toContain('survival 50 % (weight 0.15), independence 100 %');
    const leaning = log(opened, shown, ...accepted, started, run(4), answered);
    const leant = report(leaning, tests(4, 4), { prompts: { p: 1 }, answers: [answer(starter + kept.repeat(2))] });
    expect(criterion(leant, 'ai_collaboration')?.summary).toContain('survival 100 % (weight 0.15), independence 0 %');
  });
});

describe('CM1-CM4 communication', () => {
  const said = (goal: boolean, follow_up: boolean): Findings['qualities'] => {
    const part = (name: 'goal' | 'follow_up', met: boolean) => ({ name, weight: 1, met, reason: '' });
    return new Map([['p', { score: 1, reasons: [], parts: [part('goal', goal), part('follow_up', follow_up)] }]]);
  };
  test('what messages say, whatever their words; comments are no must', () => {
    expect(scoreOf(report(log(shown, prompt('p')), tests(0, 0), { qualities: said(true, true) }), 'communication')).toBe(100);
    expect(scoreOf(report(log(shown, prompt('p')), tests(0, 0), { qualities: said(true, false) }), 'communication')).toBe(50);
    expect(scoreOf(report(log(shown), tests(0, 0), { answers: [answer('export const a = 1;\n')] }), 'communication')).toBeNull();
    expect(scoreOf(report(log(shown), tests(0, 0), { answers: [answer('// Adds.\nexport const a = 1;\n')] }), 'communication')).toBe(100);
  });
});

test('the formula is the arithmetic of the score, the contract holds, and the same log gives the same report', () => {
  const events = log(shown, prompt('p'), run(2), run(4));
  const made = report(events, tests(4, 2), { prompts: { p: 0.75 } });
  expect(Report.parse(made)).toEqual(made);
  expect(report(events, tests(4, 2), { prompts: { p: 0.75 } })).toEqual(made);
  const terms = [...made.formula.matchAll(/([\d.]+) × \w+ ([\d.]+)/g)].map(([, weight, score]) => [Number(weight), Number(score)] as const);
  const weights = terms.reduce((sum, [weight]) => sum + weight, 0);
  expect(made.score).toBeCloseTo(terms.reduce((sum, [weight, score]) => sum + weight * score, 0) / weights, 1);
});

test('CO3 PS6 where the test runner did not start nothing is held against the answer', () => {
  const lost: EventBody = {
    type: 'tests.result',
    data: {
      run: 'run',
      kind: 'submit',
      result: { passed: 0, failed: 4, total: 4, tests: [] as RunResult['tests'], runner_missing: true } as RunResult,
    },
  };
  const own: EventBody = { type: 'tests.result', data: { ...lost.data, kind: 'visible' } };
  const whole: EventBody = {
    type: 'tests.result',
    data: { run: 'run', kind: 'visible', result: { passed: 4, failed: 0, total: 4, tests: [] as RunResult['tests'] } as RunResult },
  };
  const made = report(log(shown, own, whole, lost), null);
  expect(criterion(made, 'correctness')).toMatchObject({
    score: null,
    evidence: [],
    summary: expect.stringContaining('no fault of the answer') as string,
  });
  expect(scoreOf(made, 'problem_solving')).toBe(100);
});

describe('FU6 what builds on a solved question', () => {
  const second = 'qst_00000000000000000000000001';
  const next: EventBody = { type: 'question.shown', data: { question: second, index: 1, title: 'More', instructions: '' } };
  const both = (passed: number): Report['tests'] => [
    ...tests(4, 2),
    { question: second, title: 'More', follows: question, visible: { passed, total: 4 }, hidden: { passed, total: 4 } },
  ];

  test('never lowers correctness or problem solving, and raises them where it was solved', () => {
    const without = report(log(shown, run(2), run(4)), tests(4, 2));
    const failed = report(log(shown, run(2), run(4), next, run(1)), both(0));
    const solved = report(log(shown, run(2), run(4), next, run(2), run(4)), both(4));
    for (const name of ['correctness', 'problem_solving']) expect(scoreOf(failed, name)).toBe(scoreOf(without, name));
    expect(criterion(failed, 'correctness')?.summary).toContain('would have lowered this and was left out');
    expect(scoreOf(solved, 'correctness')).toBeGreaterThan(scoreOf(without, 'correctness') ?? 100);
    expect(failed.tests).toHaveLength(2);
  });
});
