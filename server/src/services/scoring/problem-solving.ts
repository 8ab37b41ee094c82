import type { SessionEvent } from '@interviewlm/protocol';
import { evidence, mean, toScore, type Criterion, type EventNamed, type Evidence } from './evidence.js';

type Run = EventNamed<'tests.result'>;

/**
 * PS1 From the candidate's own runs, question by question: 0.5 × the best share of tests passed + 0.3 × steadiness + 0.2 × feedback.
 * PS2 Steadiness is the share of runs that passed no fewer tests than the one before; 1 for a single run.
 * PS3 Feedback is 1 with three runs or more, or when all passed; with fewer it is a third for each.
 * PS4 Without a run there is nothing to judge and no score.
 */
export function problemSolving(log: readonly SessionEvent[]): Criterion {
  const base = { name: 'problem_solving', weight: 0.25, rubric_version: 'problem-solving-1' } as const;
  const questions = runsByQuestion(log).filter((runs) => runs.length > 0);
  const runs = questions.flat();
  if (runs.length === 0) return { ...base, score: null, confidence: 0, summary: 'The candidate ran no tests.', evidence: [] };
  const green = questions.filter((each) => each.some(isGreen)).length;
  return {
    ...base,
    score: toScore(mean(questions.map(judge))),
    confidence: Math.min(0.8, 0.3 + 0.1 * runs.length),
    summary: `${runs.length} runs; all visible tests passed in ${green} of ${questions.length} questions.`,
    evidence: questions.flatMap(path),
  };
}

function judge(runs: readonly Run[]): number {
  const shares = runs.map(share);
  const steps = shares.slice(1).map((value, index) => (value >= (shares[index] ?? 0) ? 1 : 0));
  const steadiness = steps.length === 0 ? 1 : mean(steps);
  const feedback = runs.some(isGreen) ? 1 : Math.min(1, runs.length / 3);
  return 0.5 * Math.max(...shares) + 0.3 * steadiness + 0.2 * feedback;
}

/** The way from the first red run to the first green one after it; else the last run. */
function path(runs: readonly Run[]): Evidence[] {
  const [first] = runs;
  const last = runs.at(-1);
  if (!first || !last) return [];
  const green = runs.find(isGreen);
  if (!green) return [evidence(first, last, `${last.data.result.passed} of ${last.data.result.total} tests passed in the last run.`)];
  if (green === first) return [evidence(first, first, 'All tests passed in the first run.')];
  return [
    evidence(first, green, `From ${first.data.result.passed} to all ${green.data.result.total} tests in ${runs.indexOf(green) + 1} runs.`),
  ];
}

function runsByQuestion(log: readonly SessionEvent[]): Run[][] {
  const questions: Run[][] = [];
  for (const event of log) {
    if (event.type === 'question.shown') questions.push([]);
    if (event.type === 'tests.result' && event.data.kind === 'visible') questions.at(-1)?.push(event);
  }
  return questions;
}

const share = ({ data: { result } }: Run) => (result.total === 0 ? 0 : result.passed / result.total);
const isGreen = (run: Run) => run.data.result.total > 0 && run.data.result.passed === run.data.result.total;
