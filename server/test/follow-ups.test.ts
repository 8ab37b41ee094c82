import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf, QuestionProgress, Report, SessionEvent } from '@interviewlm/protocol';
import { keepImport } from '../src/services/assessments/keep.js';
import type { ProvenQuestion } from '../src/services/questions/source.js';
import { score } from '../src/services/workspace/score.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { sum } from './support/question.js';

const right = '// mine\nexport const sum = (a, b) => a + b;\n';
const extended = `${right}export const product = (a, b) => a * b;\n`;
const spec = (name: string, body: string) => `import test from 'node:test';
import assert from 'node:assert/strict';
import { product } from './sum.js';
test('${name}', () => ${body});
`;
const product: ProvenQuestion = {
  ...sum,
  slug: 'sum-product',
  follows: 'sum-first',
  title: 'Sum and product',
  instructions: 'Now `product(a, b)` too.',
  starter: [
    { path: 'notes.md', content: 'What is asked for next.\n' },
    { path: 'own.js', content: '// from the question\n' },
  ],
  visible_tests: [{ path: 'product.test.js', content: spec('multiplies', 'assert.equal(product(2, 3), 6)') }],
  hidden_tests: [{ path: 'product.hidden.test.js', content: spec('multiplies more', 'assert.equal(product(4, 5), 20)') }],
  reference: [{ path: 'sum.js', content: extended }],
  expected: { visible: ['multiplies'], hidden: ['multiplies more'] },
};
const bank: ProvenQuestion[] = [
  { ...sum, slug: 'sum-first', title: 'First', difficulty: 3, concepts: ['following'] },
  { ...sum, slug: 'sum-last', title: 'Last', difficulty: 3, concepts: ['following'] },
  { ...product, difficulty: 3 },
  { ...product, slug: 'sum-hard', title: 'Hard', difficulty: 5 },
];

let api: TestApi;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await startTestApi();
  const scope = { tenant: api.acme.id, mode: 'test' } as const;
  const found = { accepted: bank, rejected: [], assessments: [] };
  const kept = await keepImport(api.backend.knex, api.backend.services.assessments, scope, found);
  Object.assign(ids, Object.fromEntries(kept.questions));
});
afterAll(() => api.close());

const started = async (assessment: object = {}): Promise<TestInterview> => {
  const questions = [ids['sum-first'], ids['sum-last']];
  const { id } = await api.acme.secret.made('/api/assessments', { title: 'Sums', follow_ups: true, questions, ...assessment });
  return api.acme.createInterview({ assessment: id });
};
const now = async ({ id, candidate }: TestInterview) => (await candidate.get(`/api/interview/${id}/questions`)).body as QuestionProgress;
const next = ({ id, candidate }: TestInterview) => candidate.made(`/api/interview/${id}/questions`) as Promise<QuestionProgress>;
const write = ({ id, candidate }: TestInterview, path: string, content: string) =>
  candidate.put(`/api/interview/${id}/files/${path}`, { content });
const files = async ({ id, candidate }: TestInterview): Promise<string[]> =>
  (await candidate.get(`/api/interview/${id}/files`)).body.files.map(({ path }: { path: string }) => path).sort();
const logOf = async ({ id, reviewer }: TestInterview) =>
  (await reviewer.get(`/api/interview/${id}/events?limit=1000`)).body.data as SessionEvent[];

test('an assessment asks for them, and names none of them itself', async () => {
  const made = await api.acme.secret.made('/api/assessments', { title: 'Sums', follow_ups: true, questions: [ids['sum-first']] });
  expect(made).toMatchObject({ follow_ups: true, question_count: 1 });
  const refused = await api.acme.secret.post('/api/assessments', { title: 'Sums', questions: [ids['sum-first'], ids['sum-product']] });
  expect(refused.body.errors).toMatchObject([{ path: 'body.questions.1', code: 'follow_up_question' }]);
});

describe('whoever solves a question', () => {
  let interview: TestInterview;
  const asked: QuestionProgress[] = [];
  let laidOut: string[] = [];
  beforeAll(async () => {
    interview = await started();
    asked.push(await now(interview));
    await write(interview, 'sum.js', right);
    await write(interview, 'own.js', '// the candidate’s\n');
    asked.push(await next(interview));
    laidOut = await files(interview);
    await write(interview, 'sum.js', extended);
    asked.push(await next(interview));
    await write(interview, 'sum.js', right);
    await interview.candidate.made(`/api/interview/${interview.id}/submit`);
  }, 120_000);

  test('is asked what builds on it, by ability, and then what comes anyway', () => {
    expect(asked.map(({ current }) => [current.index, current.title, current.builds_on?.title ?? null])).toEqual([
      [0, 'First', null],
      [1, 'Sum and product', 'First'],
      [2, 'Last', null],
    ]);
    expect(asked.map(({ progress }) => [progress.total, progress.has_next, progress.follow_ups])).toEqual([
      [2, true, true],
      [3, true, true],
      [3, false, true],
    ]);
    expect(asked[1]?.current.open).toEqual(['notes.md', 'own.js', 'sum.js']);
  });

  test('goes on with their own files: nothing of theirs is written over, the tests are the new ones', async () => {
    expect(laidOut).toEqual(['notes.md', 'own.js', 'product.test.js', 'sum.js']);
    const log = await logOf(interview);
    const at = log.findIndex((event) => event.type === 'question.shown' && event.data.index === 1);
    const changed = log
      .slice(0, at)
      .filter((event) => event.type.startsWith('file.') && 'origin' in event.data && event.data.origin === 'question');
    expect(changed.map((event) => [event.type, (event.data as { path: string }).path])).toEqual([
      ['file.delete', 'sum.test.js'],
      ['file.create', 'notes.md'],
      ['file.create', 'product.test.js'],
    ]);
  });

  test('has why in the log, and in the report without a word of ability in its score', async () => {
    const chosen = (await logOf(interview)).filter((event): event is EventOf<'question.selected'> => event.type === 'question.selected');
    expect(chosen.map(({ data }) => [data.question, data.follows])).toEqual([[ids['sum-product'], ids['sum-first']]]);
    expect(chosen[0]?.data.reason).toMatch(/^Builds on the solution before, which passed all of its tests, of 2 the one that tells most/);
    expect(chosen[0]?.data.answers).toMatchObject([{ question: ids['sum-first'], solved: true, passed: 2, total: 2 }]);
    const report = (await interview.reviewer.get(`/api/interview/${interview.id}/report`)).body as Report;
    expect(report.selection).toBeNull();
    expect(report.tests.map(({ title, follows, visible, hidden }) => [title, follows, visible.passed, hidden.passed])).toEqual([
      ['First', undefined, 1, 1],
      ['Sum and product', ids['sum-first'], 1, 1],
      ['Last', undefined, 1, 1],
    ]);
    const again = await score(api.backend.knex, { tenant: api.acme.id, mode: 'test', interview: interview.id }, 'rescore');
    expect(again.criteria).toEqual(report.criteria);
  });

  test('is told nothing of tests, ability or reasons', () => {
    expect(JSON.stringify(asked)).not.toMatch(/ability|discrimination|hidden|passed/);
  });
});

test('who does not solve it goes on as ever', async () => {
  const interview = await started();
  await write(interview, 'sum.js', 'export const sum = () => 3;\n');
  expect(await next(interview)).toMatchObject({
    current: { index: 1, title: 'Last', builds_on: null },
    progress: { total: 2, has_next: false },
  });
  expect((await logOf(interview)).some(({ type }) => type === 'question.selected')).toBe(false);
}, 60_000);

test('after the last question one may come, or the candidate stays where they are', async () => {
  const [solved, failed] = [await started({ questions: [ids['sum-first']] }), await started({ questions: [ids['sum-first']] })];
  expect((await now(failed)).progress).toMatchObject({ total: 1, has_next: true });
  expect(await next(failed)).toMatchObject({ current: { index: 0 }, progress: { total: 1, has_next: false } });
  expect((await failed.candidate.post(`/api/interview/${failed.id}/questions`)).body.code).toBe('no_more_questions');
  await write(solved, 'sum.js', right);
  expect(await next(solved)).toMatchObject({ current: { index: 1, title: 'Sum and product' }, progress: { total: 2, has_next: false } });
}, 60_000);

test('an assessment without them asks none, and tests nothing on the way', async () => {
  const interview = await started({ follow_ups: false });
  await write(interview, 'sum.js', right);
  expect(await next(interview)).toMatchObject({ current: { title: 'Last' }, progress: { follow_ups: false } });
}, 60_000);

test('where questions are chosen by the answers, what builds on one is a choice among them', async () => {
  const interview = await started({ questions: [], adaptive: { concepts: ['following'], max_questions: 3, target_error: 0.1 } });
  const first = await now(interview);
  await write(interview, 'sum.js', right);
  const second = await next(interview);
  if (first.current.title === 'First') expect(second.current).toMatchObject({ title: 'Sum and product', builds_on: { title: 'First' } });
  else expect(second.current.builds_on).toBeNull();
  await interview.candidate.made(`/api/interview/${interview.id}/submit`);
  const report = (await interview.reviewer.get(`/api/interview/${interview.id}/report`)).body as Report;
  expect(report.selection?.choices).toHaveLength(2);
}, 60_000);
