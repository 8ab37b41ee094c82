import type { QuestionSource, RunLimits, SourceFile } from '@interviewlm/protocol';
import { runTests, type UnsavedRun } from '../runs/execute.js';
import { testPaths, type Runtime } from '../runs/runtimes.js';
import type { SandboxPort } from '../volumes/port.js';
import type { ExpectedTests, ProvenQuestion } from './source.js';

export interface Proof {
  sandboxes: SandboxPort;
  runtime: Runtime;
  source: QuestionSource;
  /** What it builds on, where it builds on another question. */
  base?: QuestionSource;
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
 *
 * FU3 Of a question that builds on another, the starter is that one's solution: its reference must fail at least one test, or nothing new is
 *     asked. FU4 The reference also passes every test of what it builds on: nothing that was asked for is lost on the way. FU5 Its own
 *     files have other paths than those before, so that none of the candidate's is written over.
 */
export async function prove(proof: Proof): Promise<ProvenQuestion | Rejection> {
  const { source, runtime } = proof;
  const untested =
    testPaths(
      runtime,
      source.visible_tests.map(({ path }) => path),
    ).length === 0;
  if (untested) return { reason: `No visible test file is named like a test of this runtime (${runtime.tests.join(', ')}).` };
  const misplaced = whereBuilt(proof);
  if (misplaced) return { reason: misplaced };
  const solved = merge(source.starter, source.reference);
  const visible = await run(proof, solved, source.visible_tests);
  if (visible.failed > 0) return rejection(visible, source.limits);
  const hidden = source.hidden_tests.length > 0 ? await run(proof, solved, source.hidden_tests) : null;
  if (hidden && hidden.failed > 0) return rejection(hidden, source.limits);
  const expected = { visible: namesOf(visible), hidden: hidden ? namesOf(hidden) : [] };
  const shared = expected.hidden.find((name) => expected.visible.includes(name));
  if (shared !== undefined) return { reason: `A hidden test has the name of a visible one: ${shared}` };
  const untouched = await runAll(proof, laidOut(proof), expected);
  if (untouched.failed === 0)
    return { reason: proof.base ? 'The solution before passes every test already.' : 'The starter passes every test already.' };
  const lost = await whatIsLost(proof, solved);
  return lost ? { reason: lost } : { ...source, expected };
}

/** What a candidate starts from. */
export const laidOut = ({ source, base }: Proof): SourceFile[] => merge(base ? merge(base.starter, base.reference) : [], source.starter);

function whereBuilt({ source, base }: Proof): string | null {
  if (source.follows === undefined) return null;
  if (!base) return `There is no question ${source.follows} here for it to build on.`;
  if (base.runtime !== source.runtime) return `It builds on a question in ${base.runtime}.`;
  const before = new Set([...base.starter, ...base.reference].map(({ path }) => path));
  const over = source.starter.find(({ path }) => before.has(path));
  return over ? `Its starter would write over ${over.path}, which is the candidate's by then.` : null;
}

async function whatIsLost({ base, ...proof }: Proof, solved: readonly SourceFile[]): Promise<string | null> {
  if (!base) return null;
  for (const tests of [base.visible_tests, base.hidden_tests].filter(({ length }) => length > 0)) {
    const before = await run(proof, solved, tests);
    const broken = before.tests.find(({ status }) => status !== 'passed');
    if (broken) return `The reference no longer passes a test of ${base.slug}: ${broken.name}.`;
  }
  return null;
}

/** Runs visible and hidden tests together in a fresh sandbox. */
export const runAll = (proof: Proof, files: readonly SourceFile[], { visible, hidden }: ExpectedTests): Promise<UnsavedRun> =>
  run(proof, files, [...proof.source.visible_tests, ...proof.source.hidden_tests], [...visible, ...hidden]);

const run = (
  { sandboxes, runtime, source, signal }: Proof,
  files: readonly SourceFile[],
  tests: readonly SourceFile[],
  expected: string[] | null = null,
) =>
  runTests({
    sandboxes,
    runtime,
    volume: null,
    files,
    tests,
    expected,
    ...(expected && { reference: merge(source.starter, source.reference) }),
    limits: source.limits,
    signal,
  });

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
  if (run.runner_missing) return `The test runner of this language does not start here. ${run.stderr.trim().slice(-300)}`.trim();
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
