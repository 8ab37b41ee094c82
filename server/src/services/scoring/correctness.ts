import type { Criterion, Report, SessionEvent } from '@interviewlm/protocol';
import { twoPlaces } from '@interviewlm/recording';
import { shareSolvedAt } from './selection.js';
import { byRules, evidence, eventsOf, mean, toScore } from './evidence.js';

/** Hidden tests say more than those the candidate could look at. */
const hiddenShare = 0.6;

/**
 * CO1 Per question: 0.6 × share of hidden tests passed + 0.4 × share of visible ones; visible alone where there are no hidden ones.
 * CO2 The score is the mean over all questions of the interview; one that was not reached counts as nothing passed.
 * CO4 Where questions were chosen by the answers, whoever solves one is asked a harder one, so shares of tests compare nobody. The score is
 *     the share that the estimated ability would solve of one question of each of the five difficulties, none of them calibrated; the
 *     confidence is 1 - the ability's standard error, at least 0.3.
 * CO5 In a fixed order, see FU6: what builds on a solved question counts where it raises the score.
 * CO3 Only runs of the submission count, made in fresh sandboxes. Where those could not be made, or the test runner did not start in one,
 *     there is no score: that says nothing about the answer.
 */
export function correctness(tests: Report['tests'] | null, log: readonly SessionEvent[], selection: Report['selection']): Criterion {
  const base = { name: 'correctness', weight: 0.5, rubric_version: 'correctness-1', ...byRules } as const;
  if (!tests) return { ...base, score: null, confidence: 0, summary: untested(log), evidence: [] };
  const passed = tests.reduce((sum, { visible, hidden }) => sum + visible.passed + hidden.passed, 0);
  const total = tests.reduce((sum, { visible, hidden }) => sum + visible.total + hidden.total, 0);
  const runs = eventsOf(log, 'tests.result').filter(({ data: { kind, result } }) => kind === 'submit' && !result.runner_missing);
  const summary = `${passed} of ${total} tests passed in the final runs.`;
  return {
    ...base,
    ...(selection ? byAbility(selection, summary) : byShare(tests, summary)),
    evidence: runs.map((event) =>
      evidence(event, event, `Final run: ${event.data.result.passed} of ${event.data.result.total} tests passed.`),
    ),
  };
}

const untested = (log: readonly SessionEvent[]) =>
  eventsOf(log, 'tests.result').some(({ data: { kind, result } }) => kind === 'submit' && result.runner_missing)
    ? 'The test runner did not start for the final runs: nothing was tested, which is no fault of the answer.'
    : 'The final tests could not be run.';

const byShare = (tests: Report['tests'], summary: string) => ({
  score: toScore(mean(tests.map(passedShare))),
  confidence: tests.every(({ hidden }) => hidden.total > 0) ? 0.9 : 0.7,
  summary,
});

const byAbility = ({ ability, error }: NonNullable<Report['selection']>, summary: string) => ({
  score: toScore(shareSolvedAt(ability)),
  confidence: Math.max(0.3, Math.round((1 - error) * 100) / 100),
  summary: `${summary} Questions were chosen by the answers: they tell of an ability of ${twoPlaces(ability)} ± ${twoPlaces(error)}, where all candidates have a mean of 0 and a deviation of 1.`,
});

/** How much of one question was solved, from 0 to 1 (CO1). */
export function passedShare({ visible, hidden }: Pick<Report['tests'][number], 'visible' | 'hidden'>): number {
  const seen = visible.total === 0 ? 0 : visible.passed / visible.total;
  return hidden.total === 0 ? seen : hiddenShare * (hidden.passed / hidden.total) + (1 - hiddenShare) * seen;
}
