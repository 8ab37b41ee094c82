import type { TestResult } from '@interviewlm/protocol';
import type { Reading } from './reports/reading.js';

/** How the run ended: by itself, or stopped for the reason in plain words. */
export interface Ending {
  stopped: string | null;
  code: number | null;
  /** The runner itself wasn't there. */
  missing?: boolean;
}

/**
 * Holds what was reported against what was expected: every expected test must be reported passed exactly once, and the
 * runner must have come to its end. Tests that nobody expected count for nothing. Without a list (`null`: a question that
 * is just being proven), whatever was reported is taken as expected.
 */
export function verdict(reading: Reading, expected: readonly string[] | null, ending: Ending): TestResult[] {
  const reported = Map.groupBy(reading.tests, ({ name }) => name);
  const names = expected ?? [...reported.keys()];
  const because = explanation(reading, ending);
  const tests = names.map((name) => judged(name, reported.get(name) ?? [], because));
  if (tests.length === 0) return [{ name: 'The tests run', status: 'error', message: because, duration_ms: 0 }];
  const confirmed = reading.complete && ending.stopped === null;
  return confirmed || tests.some((test) => test.status !== 'passed')
    ? tests
    : tests.map((test) => ({ ...test, status: 'error', message: because }));
}

function judged(name: string, results: TestResult[], because: string): TestResult {
  const [only, second] = results;
  if (!only) return { name, status: 'missing', message: because, duration_ms: 0 };
  if (second) return { name, status: 'failed', message: 'This test was reported more than once.', duration_ms: 0 };
  return only;
}

/** Why tests have no result. */
function explanation({ forged, problems, complete }: Reading, { stopped, code, missing }: Ending): string {
  if (forged) return forged;
  if (problems.length > 0) return problems.join('\n\n');
  if (missing) return 'This test was not run.';
  if (stopped) return `${stopped} This test had no result by then.`;
  if (complete) return 'This test was not run.';
  return `The program ended before its tests did${code === null ? '' : ` (exit code ${code})`}.`;
}
