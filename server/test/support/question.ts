import type { Knex } from 'knex';
import { RunLimits } from '@interviewlm/protocol';
import type { Assessments } from '../../src/services/assessments/index.js';
import { keepImport } from '../../src/services/assessments/keep.js';
import type { ProvenQuestion } from '../../src/services/questions/source.js';
import type { Scope } from '../../src/services/scope.js';

const test = (name: string, a: number, b: number) => `import test from 'node:test';
import assert from 'node:assert/strict';
import { sum } from './sum.js';
test('${name}', () => assert.equal(sum(${a}, ${b}), ${a + b}));
`;

/** A question small enough for any test: what `interviewlm assessments import` would have proven. */
export const sum: ProvenQuestion = {
  slug: 'sum',
  title: 'Sum',
  instructions: 'Write `sum(a, b)`.',
  runtime: 'javascript',
  difficulty: 1,
  concepts: ['numbers'],
  starter: [{ path: 'sum.js', content: 'export function sum(a, b) {\n  return 0;\n}\n' }],
  visible_tests: [{ path: 'sum.test.js', content: test('adds', 1, 2) }],
  hidden_tests: [{ path: 'sum.hidden.test.js', content: test('adds more', 20, 22) }],
  reference: [{ path: 'sum.js', content: 'export const sum = (a, b) => a + b;\n' }],
  limits: RunLimits.parse({}),
  expected: { visible: ['adds'], hidden: ['adds more'] },
};

/** An open assessment that asks `sum`; its id. */
export async function seedAssessment(knex: Knex, assessments: Assessments, scope: Scope): Promise<string> {
  const kept = await keepImport(knex, assessments, scope, { accepted: [sum], rejected: [], assessments: [] });
  const questions = [...kept.questions.values()];
  const { id } = await assessments.create(scope, {
    title: 'Warm-up',
    description: 'One small question.',
    access: 'open',
    duration_ms: 3_600_000,
    ai_policy: {
      mode: 'pair',
      model: null,
      prompt_version: 'assistant-1',
      instructions: '',
      tools: [],
      token_budget: null,
      cost_budget_micros: null,
      show_usage: true,
    },
    adaptive: null,
    follow_ups: false,
    self_identification: false,
    retention_days: null,
    questions,
  });
  return id;
}
