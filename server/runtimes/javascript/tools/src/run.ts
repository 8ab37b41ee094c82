import { failedAssertions, expect, refuseReplaced } from './expect.js';
import { invoke, type TestFn } from './invoke.js';
import { failureText } from './messages.js';
import { now, soon } from './primordials.js';
import type { HookName, Mark, Registry, Suite, Test } from './registry.js';
import type { Report } from './report.js';
import { testContext } from './test-context.js';

/** Errors outside every promise and call: thrown in a timer or an unhandled rejection. They fail the test that is running. */
export const strayErrors: unknown[] = [];

/** Runs the tree in order and reports every test once. `names` makes two tests of one name two names. */
export async function runTests(registry: Registry, report: Report, names: Map<string, number>): Promise<void> {
  registry.close();
  const onlySome = contains(registry.root, 'only');
  await runSuite(registry.root, { path: [], skipped: false, chosen: !onlySome, before: [], after: [] });

  async function runSuite(suite: Suite, outer: Surroundings): Promise<void> {
    const inner: Surroundings = {
      path: suite.parent ? [...outer.path, suite.title] : [],
      skipped: outer.skipped || suite.mark === 'skip' || suite.mark === 'todo',
      chosen: outer.chosen || suite.mark === 'only',
      before: [...outer.before, ...suite.hooks.beforeEach],
      after: [...suite.hooks.afterEach, ...outer.after],
    };
    const failedSetup = inner.skipped ? null : await firstFailure(suite.hooks.beforeAll, inner.path);
    for (const child of suite.children) {
      if (child.kind === 'suite') await runSuite(child, failedSetup ? { ...inner, broken: failedSetup } : inner);
      else await runTest(child, inner, failedSetup ?? outer.broken);
    }
    const failedCleanup = inner.skipped ? null : await firstFailure(suite.hooks.afterAll, inner.path);
    if (failedCleanup) report({ problem: `afterAll: ${failureText(failedCleanup.thrown)}` });
  }

  async function runTest(test: Test, around: Surroundings, broken: Failure | undefined): Promise<void> {
    const name = unique([...around.path, test.title].join(' > '), names);
    const runs = !around.skipped && test.mark !== 'skip' && test.mark !== 'todo' && (around.chosen || test.mark === 'only');
    if (!runs) {
      report({ name, status: 'skipped', ms: 0 });
      return;
    }
    const started = now();
    const failure = broken ?? (await outcome(test, around));
    const ms = Math.round((now() - started) * 1000) / 1000;
    const message = failure ? failureText(failure.thrown) : 'The test was expected to fail and passed';
    report(Boolean(failure) === test.mustFail ? { name, status: 'passed', ms } : { name, status: 'failed', ms, message });
  }

  async function outcome(test: Test, around: Surroundings): Promise<Failure | null> {
    failedAssertions.length = strayErrors.length = 0;
    expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false, numPassingAsserts: 0 });
    let failure = await firstFailure(around.before, around.path);
    failure ??= await attempt(test.body, test.timeout_ms ?? registry.defaultTimeout_ms, test.title);
    const cleanup = await firstFailure(around.after, around.path);
    await new Promise((resolve) => soon(resolve));
    return failure ?? cleanup ?? hiddenFailure();
  }

  async function firstFailure(hooks: Suite['hooks'][HookName], path: string[]): Promise<Failure | null> {
    let first: Failure | null = null;
    for (const hook of hooks) first ??= await attempt(hook.body, hook.timeout_ms ?? registry.defaultTimeout_ms, path.at(-1) ?? '');
    return first;
  }
}

interface Surroundings {
  path: string[];
  skipped: boolean;
  chosen: boolean;
  before: Suite['hooks']['beforeEach'];
  after: Suite['hooks']['afterEach'];
  broken?: Failure;
}

interface Failure {
  thrown: unknown;
}

async function attempt(body: TestFn, timeout_ms: number, title: string): Promise<Failure | null> {
  const context = testContext(body, title);
  try {
    await invoke(body, timeout_ms, context ? [context] : []);
    await context?.settle();
    return null;
  } catch (thrown) {
    return { thrown };
  }
}

/** What the body itself didn't throw: swallowed assertions, stray errors, `expect.assertions(n)` that were never made. */
function hiddenFailure(): Failure | null {
  try {
    refuseReplaced();
  } catch (thrown) {
    return { thrown };
  }
  if (strayErrors.length > 0) return { thrown: strayErrors[0] };
  if (failedAssertions.length > 0) return { thrown: failedAssertions[0] };
  const unmet = expect.extractExpectedAssertionsErrors()[0];
  return unmet ? { thrown: unmet.error } : null;
}

function contains(suite: Suite, mark: Mark): boolean {
  return suite.children.some((child) => child.mark === mark || (child.kind === 'suite' && contains(child, mark)));
}

function unique(name: string, names: Map<string, number>): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}
