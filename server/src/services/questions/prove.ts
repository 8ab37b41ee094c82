import type { QuestionSource, RunLimits, SourceFile } from '@interviewlm/protocol';
import { runTests, type UnsavedRun } from '../runs/execute.js';
import { testPaths, type Runtime } from '../runs/runtimes.js';
import type { SandboxPort } from '../volumes/port.js';
import type { ExpectedTests, ProvenQuestion } from './source.js';

export interface Proof {
  sandboxes: SandboxPort;
  runtime: Runtime;
  source: QuestionSource;
  signal: AbortSignal;
}

/** Why a question can't be used; `late` when it was for want of time, which a busy machine may be the cause of. */
export interface Rejection {
  reason: string;
  late?: boolean;
}

/**
 * Runs the question before anybody sees it: the reference solution must pass every test, the starter must fail at least
 * one. Resolves with the question and the names of its tests, or with the reason why it can't be used.
 */
export async function prove(proof: Proof): Promise<ProvenQuestion | Rejection> {
  const { source, runtime } = proof;
  const untested =
    testPaths(
      runtime,
      source.visible_tests.map(({ path }) => path),
    ).length === 0;
  if (untested) return { reason: `No visible test file is named like a test of this runtime (${runtime.tests.join(', ')}).` };
  const solved = merge(source.starter, source.reference);
  const visible = await run(proof, solved, source.visible_tests);
  if (visible.failed > 0) return rejection(visible, source.limits);
  const hidden = source.hidden_tests.length > 0 ? await run(proof, solved, source.hidden_tests) : null;
  if (hidden && hidden.failed > 0) return rejection(hidden, source.limits);
  const expected = { visible: namesOf(visible), hidden: hidden ? namesOf(hidden) : [] };
  const shared = expected.hidden.find((name) => expected.visible.includes(name));
  if (shared !== undefined) return { reason: `A hidden test has the name of a visible one: ${shared}` };
  const untouched = await runAll(proof, source.starter, expected);
  if (untouched.failed === 0) return { reason: 'The starter passes every test already.' };
  return { ...source, expected };
}

/** Runs visible and hidden tests together in a fresh sandbox. */
export const runAll = (proof: Proof, files: readonly SourceFile[], { visible, hidden }: ExpectedTests): Promise<UnsavedRun> =>
  run(proof, files, [...proof.source.visible_tests, ...proof.source.hidden_tests], [...visible, ...hidden]);

const run = (
  { sandboxes, runtime, source, signal }: Proof,
  files: readonly SourceFile[],
  tests: readonly SourceFile[],
  expected: string[] | null = null,
) => runTests({ sandboxes, runtime, volume: null, files, tests, expected, limits: source.limits, signal });

const namesOf = (run: UnsavedRun) => run.tests.map(({ name }) => name);

export function merge(under: readonly SourceFile[], over: readonly SourceFile[]): SourceFile[] {
  return [...new Map([...under, ...over].map((file) => [file.path, file])).values()];
}

const rejection = (run: UnsavedRun, limits: RunLimits): Rejection => ({
  reason: whyFailed(run, limits),
  late: run.timed_out || run.tests.some(({ message }) => /did not finish within|Timeout/.test(message ?? '')),
});

function whyFailed(run: UnsavedRun, limits: RunLimits): string {
  const bad = run.tests.filter((test) => test.status !== 'passed');
  const text = bad.map(({ message }) => message ?? '').join('\n');
  const missing = missingPackage(text) ?? missingPackage(run.stderr);
  if (missing) return `Needs the package ${missing}, which this runtime doesn't have.`;
  if (run.timed_out) return `The reference solution needs longer than the limit of ${limits.wall_ms / 1000} seconds.`;
  if (run.stopped) return `The reference solution does not come to its end. ${run.stopped}`;
  const [first] = bad;
  const example = first ? `${first.name}: ${first.message?.split('\n').slice(0, 4).join(' ') ?? first.status}` : 'no test ran';
  const words = run.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 300);
  return `The reference solution fails ${run.failed} of ${run.total} tests, e.g. ${example}${words && first?.status !== 'failed' ? ` (${words})` : ''}`;
}

function missingPackage(text: string): string | null {
  const found =
    /Cannot find (?:package|module) '([^'./][^']*)'|No module named '([^']+)'|unresolved import `([\w:]+)`|cannot find package "([^"]+)"/.exec(
      text,
    );
  return found?.slice(1).find(Boolean) ?? null;
}
