import type { Report, SessionEvent } from '@interviewlm/protocol';
import { aiCollaboration, type Qualities } from './ai-collaboration.js';
import { correctness } from './correctness.js';
import type { Criterion } from './evidence.js';
import { problemSolving } from './problem-solving.js';

export interface Findings {
  interview: string;
  log: readonly SessionEvent[];
  qualities: Qualities;
  /** Of the final runs; null when they could not be made. */
  tests: Report['tests'] | null;
}

/** The report of a submission. The same findings always give the same scores. */
export function makeReport({ interview, log, qualities, tests }: Findings, generated_at: Date): Report {
  const criteria = [
    correctness(tests, log),
    notMeasured('code_quality', 'No linter or complexity measure ran on this interview.'),
    problemSolving(log),
    aiCollaboration(log, qualities),
    notMeasured('communication', 'Nothing in this interview was written to be judged as communication.'),
  ];
  const { score, formula } = total(criteria);
  return {
    object: 'report',
    interview,
    status: 'ready',
    score,
    formula,
    criteria,
    tests: tests ?? [],
    generated_at: generated_at.toISOString(),
  };
}

function notMeasured(name: 'code_quality' | 'communication', summary: string): Criterion {
  return { name, score: null, weight: 0.05, confidence: 0, summary, rubric_version: 'none', evidence: [] };
}

/** The weighted mean of what was measured, written out so that anyone can check it. */
function total(criteria: readonly Criterion[]): { score: number | null; formula: string } {
  const measured = criteria.flatMap(({ name, weight, score }) => (score === null ? [] : [{ name, weight, score }]));
  if (measured.length === 0) return { score: null, formula: 'No criterion was measured.' };
  const weights = measured.reduce((sum, { weight }) => sum + weight, 0);
  const score = Math.round((measured.reduce((sum, { weight, score: each }) => sum + weight * each, 0) / weights) * 10) / 10;
  const terms = measured.map(({ name, weight, score: each }) => `${weight} × ${name} ${each}`).join(' + ');
  return { score, formula: `(${terms}) / ${Math.round(weights * 100) / 100} = ${score}` };
}
