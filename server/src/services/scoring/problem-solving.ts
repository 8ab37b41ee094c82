import type { Criterion, EventOf, Report, SessionEvent } from '@interviewlm/protocol';
import { byRules, evidence, mean, toScore, weigh, type Evidence } from './evidence.js';
import type { Findings } from './findings.js';
import type { OwnWork } from './own-work.js';

/** How much of the score goes with text that all came from elsewhere. */
const pastedAway = 0.8;

type Run = EventOf<'tests.result'>;

/**
 * PS1 Progress (0.4): the best share of tests passed in the candidate's own runs, the mean over the questions.
 * PS2 Debugging (0.25): of the runs that failed, the share after which the next run passed more tests; unknown without a failed run.
 * PS3 Feedback (0.15): 1 with three runs of a question or more, or when all passed; with fewer a third for each.
 * PS4 Edge cases (0.2): the share of hidden tests passed in the final runs: cases that the statement names and the visible tests leave out.
 * PS5 The mean of these, times 1 - 0.8 × the share of the answers' new text that was pasted in from elsewhere: what was solved elsewhere
 *     was not seen here. Moved text of one's own is no paste, text accepted from the assistant is judged by AC, and where paste signals
 *     are suppressed as an accommodation nothing is taken off.
 * PS6 Without a run of the candidate's there is nothing to judge and no score. A run for which the test runner did not start is none.
 */
export function problemSolving({ log, tests, suppressed }: Findings, work: OwnWork): Criterion {
  const base = { name: 'problem_solving', weight: 0.25, rubric_version: 'problem-solving-2', ...byRules } as const;
  const questions = runsByQuestion(log).filter((runs) => runs.length > 0);
  const runs = questions.flat();
  const found = weigh([
    { name: 'progress', weight: 0.4, value: questions.length === 0 ? null : mean(questions.map(progress)) },
    { name: 'debugging', weight: 0.25, value: debugging(questions) },
    { name: 'feedback', weight: 0.15, value: questions.length === 0 ? null : mean(questions.map(feedback)) },
    { name: 'edge cases', weight: 0.2, value: edgeCases(tests) },
  ]);
  if (runs.length === 0 || !found) return { ...base, score: null, confidence: 0, summary: 'The candidate ran no tests.', evidence: [] };
  const foreign = suppressed.includes('paste') ? 0 : pastedShare(work);
  const green = questions.filter((each) => each.some(isGreen)).length;
  return {
    ...base,
    score: toScore(found.share * (1 - pastedAway * foreign)),
    confidence: Math.min(0.8, 0.3 + 0.1 * runs.length),
    summary: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}; all visible tests passed in ${green} of ${questions.length} questions. Made of: ${found.words}.${foreign === 0 ? '' : ` ${Math.round(foreign * 100)} % of the new text was pasted in.`}`,
    evidence: [...questions.flatMap(path), ...setbacks(questions), ...pastes(log, suppressed)],
  };
}

const progress = (runs: readonly Run[]): number => Math.max(...runs.map(share));
const feedback = (runs: readonly Run[]): number => (runs.some(isGreen) ? 1 : Math.min(1, runs.length / 3));

/** A failed run that no other run followed counts as one that was not put right. */
function debugging(questions: readonly (readonly Run[])[]): number | null {
  const steps = questions.flatMap((runs) =>
    runs.flatMap((run, index) => (isGreen(run) ? [] : [share(runs[index + 1] ?? run) > share(run) ? 1 : 0])),
  );
  return steps.length === 0 ? null : mean(steps);
}

function edgeCases(tests: Report['tests'] | null): number | null {
  const hidden = (tests ?? []).map((test) => test.hidden).filter(({ total }) => total > 0);
  return hidden.length === 0 ? null : mean(hidden.map(({ passed, total }) => passed / total));
}

function pastedShare({ provenance: { typed, assistant, paste } }: OwnWork): number {
  const made = typed + assistant + paste;
  return made === 0 ? 0 : paste / made;
}

/** The way from the first red run to the first green one after it; else to the last run. */
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

/** Where a change made things worse. */
function setbacks(questions: readonly (readonly Run[])[]): Evidence[] {
  return questions.flatMap((runs) =>
    runs.flatMap((run, index) => {
      const before = runs[index - 1];
      if (!before || share(run) >= share(before)) return [];
      return [evidence(before, run, `Went back from ${before.data.result.passed} to ${run.data.result.passed} tests.`)];
    }),
  );
}

/** A paste under this many characters is a name or a line that was moved. */
const notablePaste = 80;

function pastes(log: readonly SessionEvent[], suppressed: Findings['suppressed']): Evidence[] {
  if (suppressed.includes('paste')) return [];
  return log.flatMap((event) => {
    if (event.type !== 'editor.edit' || event.data.origin !== 'paste') return [];
    const chars = event.data.changes.reduce((sum, [, , inserted]) => sum + inserted.length, 0);
    return chars >= notablePaste ? [evidence(event, event, `Pasted ${chars} characters into ${event.data.path}.`)] : [];
  });
}

function runsByQuestion(log: readonly SessionEvent[]): Run[][] {
  const questions: Run[][] = [];
  for (const event of log) {
    if (event.type === 'question.shown') questions.push([]);
    if (event.type === 'tests.result' && event.data.kind === 'visible' && !event.data.result.runner_missing) questions.at(-1)?.push(event);
  }
  return questions;
}

const share = ({ data: { result } }: Run) => (result.total === 0 ? 0 : result.passed / result.total);
const isGreen = (run: Run) => run.data.result.total > 0 && run.data.result.passed === run.data.result.total;
