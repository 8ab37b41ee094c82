import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RuntimeName } from '@interviewlm/protocol';
import { openBench, type Files } from '../../src/services/runs/testing/bench.js';
import { jsNames, jsTests, jsTricks, pyNames, pyTests, pyTricks } from '../../src/services/runs/testing/forgeries.js';
import { HostWatch } from './support/host-watch.js';
import { withstand } from './support/ledger.js';

let bench: Awaited<ReturnType<typeof openBench>>;
const watch = new HostWatch(randomUUID());
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.close();
  watch.close();
});

interface Forgeries {
  runtime: RuntimeName;
  file: string;
  tests: Files;
  expected: string[];
  /** A wrong solution must not have passed this one. */
  telling: string;
}

const asTypeScript = Object.fromEntries(
  Object.entries(jsTests).map(([path, text]) => [path.replace('.spec.js', '.test.ts'), text.replaceAll('./sum.js', './sum.ts')]),
);
const javascript: Forgeries = { runtime: 'javascript', file: 'sum.js', tests: jsTests, expected: jsNames, telling: 'sum > adds lists' };
const typescript: Forgeries = { ...javascript, runtime: 'typescript', file: 'sum.ts', tests: asTypeScript };
const python: Forgeries = { runtime: 'python', file: 'total.py', tests: pyTests, expected: pyNames, telling: 'TotalTest > test_nested' };

/** The runtimes whose toolchain comes from packages are tried in `forged-compiled.test.ts`. */
describe.each([
  [javascript, jsTricks],
  [typescript, jsTricks],
  [python, pyTricks],
])('HO6 a wrong solution does not pass in $runtime', ({ runtime, file, tests, expected, telling }, tricks) => {
  test.each(Object.entries(tricks))('by %s', async (trick, source) => {
    const work = async () => {
      const result = await bench.run(runtime, { [file]: source }, tests, { expected });
      expect(result.total).toBe(expected.length);
      expect(result.passed).toBeLessThan(expected.length);
      expect(result.tests.find(({ name }) => name === telling)?.status).not.toBe('passed');
      expect(result.stdout).not.toContain('GOT');
      const [failure] = result.tests.flatMap(({ status, message }) => (status === 'passed' || !message ? [] : [message]));
      return { ended: `${result.passed} of ${result.total} passed`, message: result.stopped ?? failure ?? 'not reported' };
    };
    await withstand(watch, 'forged results', `${runtime}: ${trick}`, work, { tries: 3 });
  });
});
