import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { isAvailable } from '../../src/services/runs/available.js';
import { openBench } from '../../src/services/runs/testing/bench.js';
import { fromPackages } from './support/forgeries/index.js';
import { HostWatch } from './support/host-watch.js';
import { noteUntried, withstand } from './support/ledger.js';

const bench = await openBench();
const watch = new HostWatch(randomUUID());
afterAll(async () => {
  await bench.close();
  watch.close();
});

const { signal } = new AbortController();
const isThere = await Promise.all(fromPackages.map(({ runtime }) => isAvailable(bench.sandboxes, bench.runtime(runtime), signal)));
const missing = fromPackages.filter((_, i) => !isThere[i]).map(({ runtime }) => runtime);

for (const runtime of missing) noteUntried(`the toolchain of ${runtime} is missing`);
// Elsewhere the table says it.
if (process.env.CI) test('every toolchain is there', () => expect(missing).toEqual([]));

describe.each(fromPackages.filter((_, i) => isThere[i]))(
  'HO7 in $runtime',
  ({ runtime, tests, expected, telling, honest, wrong, broken, complaint, tricks }) => {
    test('the right solution passes, by the same road', async () => {
      const result = await bench.run(runtime, honest, tests, { expected });
      expect(result.tests.map(({ message }) => message).join('')).toBe('');
      expect(result).toMatchObject({ passed: expected.length, failed: 0, stopped: null });
    });

    test('a wrong one fails by the name of its test, and proving one finds the same names', async () => {
      const result = await bench.run(runtime, wrong, tests);
      expect(result.tests.map(({ name }) => name).sort()).toEqual([...expected].sort());
      const failed = result.tests.find(({ name }) => name === telling);
      expect(failed).toMatchObject({ status: 'failed' });
      expect(failed?.message).toBeTruthy();
    });

    test("what does not compile fails with the compiler's message", async () => {
      const result = await bench.run(runtime, broken, tests, { expected });
      expect(result).toMatchObject({ passed: 0, failed: expected.length });
      expect(result.tests[0]?.message).toContain(complaint);
    });

    test.each(Object.entries(tricks))('nobody passes by %s', async (trick, files) => {
      const work = async () => {
        const result = await bench.run(runtime, files, tests, { expected });
        expect(result.total).toBe(expected.length);
        expect(result.tests.find(({ name }) => name === telling)?.status).not.toBe('passed');
        expect(result.stdout).not.toContain('GOT');
        const [failure] = result.tests.flatMap(({ status, message }) => (status === 'passed' || !message ? [] : [message]));
        return { ended: `${result.passed} of ${result.total} passed`, message: result.stopped ?? failure ?? 'not reported' };
      };
      await withstand(watch, 'forged results', `${runtime}: ${trick}`, work, { tries: 3 });
    });
  },
);
