import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf, QuestionProgress, Report, SessionEvent } from '@interviewlm/protocol';
import { twoPlaces } from '@interviewlm/recording';
import { listSelections, readExposure } from '../src/db/question-selections.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { keepImport } from '../src/services/assessments/keep.js';
import { estimate, information, responsesOf } from '../src/services/questions/adaptive/model.js';
import { placeOf, selectNext, usualRules } from '../src/services/questions/adaptive/select.js';
import { score } from '../src/services/workspace/score.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { sum } from './support/question.js';

const right = 'export const sum = (a, b) => a + b;\n';
const levels = [1, 2, 3, 3, 3, 4, 4, 4, 5];
let api: TestApi;
let ids: string[];

beforeAll(async () => {
  api = await startTestApi();
  const accepted = levels.map((level, n) => ({ ...sum, slug: `sum-${n}`, title: `Sum ${n}`, difficulty: level, concepts: ['sums'] }));
  const scope = { tenant: api.acme.id, mode: 'test' } as const;
  const kept = await keepImport(api.backend.knex, api.backend.services.assessments, scope, { accepted, rejected: [], assessments: [] });
  ids = [...kept.questions.values()];
});
afterAll(() => api.close());

const assess = (adaptive: object, questions: string[] = []) =>
  api.acme.secret.made('/api/assessments', { title: 'Sums', adaptive: { concepts: ['sums'], ...adaptive }, questions });
const started = async (adaptive: object, questions?: string[]): Promise<TestInterview> => {
  const interview = await api.acme.createInterview({ assessment: (await assess(adaptive, questions)).id });
  await interview.candidate.get(`/api/interview/${interview.id}/questions`);
  return interview;
};
const next = async ({ id, candidate }: TestInterview, solve: boolean): Promise<QuestionProgress> => {
  if (solve) await candidate.put(`/api/interview/${id}/files/sum.js`, { content: right });
  return candidate.made(`/api/interview/${id}/questions`) as Promise<QuestionProgress>;
};
const logOf = async ({ id, reviewer }: TestInterview) =>
  (await reviewer.get(`/api/interview/${id}/events?limit=1000`)).body.data as SessionEvent[];
const selected = (log: readonly SessionEvent[]) =>
  log.filter((event): event is EventOf<'question.selected'> => event.type === 'question.selected');

describe('an assessment', () => {
  test('says what is chosen from and by which rules', async () => {
    const made = await assess({ max_questions: 5 });
    expect(made).toMatchObject({ question_count: 5, questions: [], adaptive: { max_questions: 5, target_error: 0.37, runtimes: [] } });
    expect(await assess({}, ids.slice(0, 2))).toMatchObject({ questions: [{ slug: 'sum-0' }, { slug: 'sum-1' }] });
  });

  test('is refused without a question to choose from, and a fixed order without one to ask', async () => {
    const refused = async (body: object) => (await api.acme.secret.post('/api/assessments', { title: 'None', ...body })).body.errors;
    expect(await refused({ adaptive: { concepts: ['poetry'] } })).toMatchObject([{ path: 'body.adaptive', code: 'no_questions' }]);
    expect(await refused({ adaptive: { runtimes: ['go'] }, questions: ids })).toMatchObject([{ path: 'body.adaptive' }]);
    expect(await refused({})).toMatchObject([{ path: 'body.questions', code: 'wrong_count' }]);
    expect(await refused({ adaptive: { target_error: 0 } })).toMatchObject([{ path: 'body.adaptive.target_error' }]);
  });
});

describe('an adaptive interview', () => {
  let interview: TestInterview;
  let log: SessionEvent[];
  let report: Report;
  const asked: QuestionProgress[] = [];

  beforeAll(async () => {
    interview = await started({ max_questions: 3, target_error: 0.1 });
    asked.push((await interview.candidate.get(`/api/interview/${interview.id}/questions`)).body as QuestionProgress);
    asked.push(await next(interview, true), await next(interview, false));
    await interview.candidate.made(`/api/interview/${interview.id}/submit`);
    log = await logOf(interview);
    report = (await interview.reviewer.get(`/api/interview/${interview.id}/report`)).body as Report;
  }, 60_000);

  test('asks something harder after success and something easier after failure, never the same, and tells how far it is', () => {
    const [first, second, third] = asked.map(({ current }) => current.difficulty);
    expect([first, second]).toEqual([3, 4]);
    expect(third).toBeLessThanOrEqual(4);
    expect(new Set(asked.map(({ current }) => current.id)).size).toBe(3);
    expect(asked.map(({ progress }) => progress)).toEqual([
      { index: 0, total: 3, has_next: true, adaptive: true, follow_ups: false },
      { index: 1, total: 3, has_next: true, adaptive: true, follow_ups: false },
      { index: 2, total: 3, has_next: false, adaptive: true, follow_ups: false },
    ]);
  });

  test('the candidate learns nothing of ability, hidden tests or reasons', async () => {
    expect(JSON.stringify(asked)).not.toMatch(/ability|discrimination|hidden|passed/);
    expect((await interview.candidate.get(`/api/interview/${interview.id}/events`)).status).toBe(403);
  });

  test('every choice is in the log, after its question, and follows from what stands there alone', () => {
    const order = log.map(({ type }) => type).filter((type) => type.startsWith('question.'));
    expect(order).toEqual([
      ...['question.shown', 'question.selected', 'question.answered'],
      ...['question.shown', 'question.selected', 'question.answered'],
      ...['question.shown', 'question.selected', 'question.answered'],
    ]);
    expect(selected(log).map(({ data }) => data.answers.map(({ solved }) => solved))).toEqual([[], [true], [true, false]]);
    const abilities = selected(log).map(({ data }) => data.ability);
    expect(abilities[1]).toBeGreaterThan(abilities[0] ?? 0);
    expect(abilities[2]).toBeLessThan(abilities[1] ?? 0);
    for (const { data } of selected(log)) {
      const known = estimate(responsesOf(data.answers));
      expect([data.ability, data.error]).toEqual([known.ability, known.error]);
      for (const { question, information: told, ...item } of data.among)
        expect(information({ id: question, ...item }, data.ability)).toBe(told);
      expect(data.among[placeOf(interview.id, data.index, data.among.length)]?.question).toBe(data.question);
      expect(data.reason).not.toContain('-0.00');
      expect(data.reason).toContain(`${twoPlaces(data.ability)} ± ${twoPlaces(data.error)}`);
    }
  });

  test('its row has the whole bank, by which the choice comes out again', async () => {
    const rows = await withTenant(api.backend.knex, api.acme.id, (tx) => listSelections(tx, interview.id));
    expect(rows.map(({ record }) => record)).toEqual(selected(log).map(({ data }) => data));
    for (const { record, bank } of rows) {
      expect(bank).toHaveLength(levels.length);
      const again = selectNext(interview.id, bank, responsesOf(record.answers), { interviews: 0, shown: new Map() }, usualRules);
      expect(again).toMatchObject({ question: { id: record.question }, ability: record.ability, reason: record.reason });
    }
    const change = withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql('question_selections').update({ record: '{}' }));
    await expect(change).rejects.toThrow('permission denied');
  });

  test('the report tells how questions were chosen, and the score is of ability, the same when it is made again', async () => {
    expect(report.selection?.choices.map(({ index, title }) => [index, title])).toEqual(
      asked.map(({ current }) => [current.index, current.title]),
    );
    expect(report.tests).toHaveLength(3);
    const correctness = report.criteria.find(({ name }) => name === 'correctness');
    expect(correctness?.summary).toContain(`an ability of ${twoPlaces(report.selection?.ability ?? NaN)}`);
    expect(correctness?.score).toBeGreaterThan(30);
    const html = (await interview.reviewer.get(`/api/interview/${interview.id}/report.html`)).text;
    expect(html).toMatch(/How the questions were chosen[^]*One of the 3 questions that tell most/);
    expect((await interview.reviewer.get(`/api/interview/${interview.id}/report.pdf`)).status).toBe(200);
    const at = { tenant: api.acme.id, mode: 'test', interview: interview.id } as const;
    const again = await score(api.backend.knex, at, 'rescore');
    expect(again).toEqual({ ...report, generated_at: again.generated_at });
  });
});

test('once enough is known nothing more is asked: the candidate stays at the question and hands it in as it becomes', async () => {
  const interview = await started({ target_error: 1 });
  const { candidate, id } = interview;
  const stayed = await next(interview, false);
  expect(stayed).toMatchObject({ current: { index: 0 }, progress: { index: 0, total: 1, has_next: false } });
  expect((await candidate.post(`/api/interview/${id}/questions`)).body.code).toBe('no_more_questions');
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: right });
  await candidate.made(`/api/interview/${id}/submit`);
  const { body } = await interview.reviewer.get(`/api/interview/${id}/report`);
  expect(body.tests).toMatchObject([{ visible: { passed: 1, total: 1 }, hidden: { passed: 1, total: 1 } }]);
  expect(body.selection.choices.map(({ title }: { title: string | null }) => title)).toEqual([expect.any(String), null]);
  expect(body.selection.choices[1].reason).toMatch(/^The standard error of 0\.\d\d is at most 1/);
  expect(body.selection.ability).toBeGreaterThan(0);
  expect(selected(await logOf(interview)).at(-1)?.data).toMatchObject({ question: null, answers: [{ solved: false, total: 2 }] });
}, 60_000);

test('who asks twice at once goes on once', async () => {
  const interview = await started({});
  const answers = await Promise.all([1, 2, 3].map(() => interview.candidate.post(`/api/interview/${interview.id}/questions`)));
  expect(answers.map(({ status, body }) => (status === 200 ? 'moved' : body.code)).sort()).toEqual([
    'moved',
    'run_in_progress',
    'run_in_progress',
  ]);
  expect((await interview.candidate.get(`/api/interview/${interview.id}/questions`)).body.progress.index).toBe(1);
});

test('a question that many have seen rests: all of the bank is used', async () => {
  const { id } = await assess({ max_exposure: 0.2 }, ids.slice(0, 5));
  const many = await Promise.all(
    Array.from({ length: 25 }, () => api.acme.createInterview({ assessment: id, candidate: { name: 'A', email: 'many@example.com' } })),
  );
  const firsts = await withTenant(api.backend.knex, api.acme.id, async (tx) => {
    const questions: (string | null | undefined)[] = [];
    for (const { id: each } of many) questions.push((await listSelections(tx, each))[0]?.record.question);
    return questions;
  });
  const counts = ids.slice(0, 5).map((one) => firsts.filter((first) => first === one).length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(Math.max(...counts)).toBeLessThan(12);
  const exposure = await withTenant(api.backend.knex, api.acme.id, (tx) => readExposure(tx, 'test', 500));
  expect(exposure.interviews).toBeGreaterThanOrEqual(25);
});

test('neither another tenant nor the other mode chooses from this bank', async () => {
  const body = { title: 'Theirs', adaptive: { concepts: ['sums'] } };
  expect((await api.globex.secret.post('/api/assessments', body)).status).toBe(400);
  expect((await api.acme.live.post('/api/assessments', body)).status).toBe(400);
});
