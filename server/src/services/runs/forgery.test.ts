import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench } from './testing/bench.js';
import { jsNames, jsTests, jsTricks, pyNames, pyTests, pyTricks } from './testing/forgeries.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const honestJs = `export const sum = (a, b) => {
  if (typeof a === 'string') throw new TypeError('no text');
  return Array.isArray(a) ? [...a, ...b] : a + b;
};`;

describe('a JavaScript solution', () => {
  test('that is right passes', async () => {
    const result = await bench.run('javascript', { 'sum.js': honestJs }, jsTests, { expected: jsNames });
    expect(result).toMatchObject({ passed: 4, failed: 0, total: 4, stopped: null });
  });

  test.each(Object.entries(jsTricks))('is not right by %s', async (_, source) => {
    const result = await bench.run('javascript', { 'sum.js': source }, jsTests, { expected: jsNames });
    expect(result.total).toBe(4);
    expect(result.failed).toBeGreaterThan(0);
    expect(result.tests.find(({ name }) => name === 'sum > adds lists')?.status).not.toBe('passed');
    expect(result.stdout).not.toContain('GOT');
  });

  test('does not hide a failure by catching it', async () => {
    const tests = {
      'each.spec.js': `import { expect, test } from '@jest/globals'; import { each } from './each.js';
        test('calls back', () => { each([1], (item) => expect(item).toBe(1)); });`,
    };
    const source = `export const each = (items, call) => { for (const item of items) try { call(item + 1); } catch {} };`;
    expect(await bench.run('javascript', { 'each.js': source }, tests, { expected: ['calls back'] })).toMatchObject({
      passed: 0,
      failed: 1,
    });
  });

  test('cannot read the tests it is run against', async () => {
    const source = `import fs from 'node:fs'; console.log(fs.readdirSync('/workspace').join()); export const sum = () => 0;`;
    const result = await bench.run('javascript', { 'sum.js': source }, jsTests, { expected: jsNames });
    expect(result.stdout.trim()).toBe('sum.js');
  });
});

describe('a Python solution', () => {
  test('that is right passes', async () => {
    const source = `def total(items):
    if isinstance(items, str):
        raise TypeError("no text")
    return [x for item in items for x in item] if isinstance(items[0], list) else sum(items)`;
    expect(await bench.run('python', { 'total.py': source }, pyTests, { expected: pyNames })).toMatchObject({
      passed: 3,
      failed: 0,
      stopped: null,
    });
  });

  test.each(Object.entries(pyTricks))('is not right by %s', async (_, source) => {
    const result = await bench.run('python', { 'total.py': source }, pyTests, { expected: pyNames });
    expect(result.total).toBe(3);
    expect(result.tests.find(({ name }) => name === 'TotalTest > test_nested')?.status).not.toBe('passed');
    expect(result.stdout).not.toContain('GOT');
  });
});
