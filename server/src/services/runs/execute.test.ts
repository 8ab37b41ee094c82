import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunLimits } from '@interviewlm/protocol';
import { runTests } from './execute.js';
import { openBench } from './testing/bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const statuses = (run: { tests: { name: string; status: string }[] }) =>
  Object.fromEntries(run.tests.map(({ name, status }) => [name, status]));

describe('the JavaScript runtime', () => {
  test('has what tests for jest use: hooks, tables, mocks, promises, done, matchers', async () => {
    const run = await bench.run(
      'javascript',
      { 'box.js': 'export class Box { items = []; put(x) { this.items.push(x); return this; } }' },
      {
        'box.spec.js': `
          import { Box } from './box';
          let box;
          const log = [];
          beforeAll(() => { log.push('all'); });
          beforeEach(() => { box = new Box(); });
          afterEach(() => { log.push('after'); });
          describe.each([[1, 2], [3, 6]])('twice %i', (x, twice) => { it('is ' + twice, () => expect(x * 2).toBe(twice)); });
          test.each\`a | b
            \${1} | \${2}\`('$a and $b', ({ a, b }) => { expect(a + 1).toBe(b); });
          test('mocks', () => { const f = jest.fn((x) => x + 1); [1, 2].map((x) => f(x)); expect(f).toHaveBeenCalledTimes(2); expect(f).toHaveBeenLastCalledWith(2); });
          test('spies', () => { const spy = jest.spyOn(Math, 'random').mockReturnValue(0.5); expect(Math.random()).toBe(0.5); spy.mockRestore(); });
          test('fake timers', () => { jest.useFakeTimers(); const f = jest.fn(); setTimeout(f, 1000); jest.advanceTimersByTime(1000); expect(f).toHaveBeenCalled(); jest.useRealTimers(); });
          test('promises', async () => { await expect(Promise.reject(new Error('no'))).rejects.toThrow('no'); });
          test('done', (done) => { setTimeout(() => { expect(log[0]).toBe('all'); done(); }, 5); });
          test('asymmetric', () => { expect(box.put({ id: 7, name: 'x' }).items).toEqual([expect.objectContaining({ id: expect.any(Number) })]); });
          test('own matcher', () => { expect.extend({ toBeSeven: (x) => ({ pass: x === 7, message: () => 'not seven' }) }); expect(7).toBeSeven(); });
          test.skip('skipped', () => {});
          test('shadowing built-ins', () => { const e = new Error('x'); e.name = 'Mine'; e.toString = () => 'y'; expect(String(e)).toBe('y'); Array.prototype.last = function () { return this[this.length - 1]; }; expect([1, 2].last()).toBe(2); });
        `,
      },
    );
    expect(statuses(run)).toEqual({
      'twice 1 > is 2': 'passed',
      'twice 3 > is 6': 'passed',
      '1 and 2': 'passed',
      mocks: 'passed',
      spies: 'passed',
      'fake timers': 'passed',
      promises: 'passed',
      done: 'passed',
      asymmetric: 'passed',
      'own matcher': 'passed',
      skipped: 'skipped',
      'shadowing built-ins': 'passed',
    });
    expect(run).toMatchObject({ passed: 11, failed: 1, total: 12 });
  });

  test('shows a failure as plain text with its place', async () => {
    const run = await bench.run(
      'javascript',
      { 'a.js': 'export const a = { b: [1, 2] };' },
      { 'a.test.js': `import { a } from './a.js';\ntest('a', () => expect(a).toEqual({ b: [1, 3] }));` },
    );
    const message = run.tests[0]?.message ?? '';
    expect(message).toContain('-     3,\n+     2,');
    expect(message).toContain('at a.test.js:2:');
    expect(message).not.toMatch(/\u001b/);
  });

  test('runs CommonJS tests, and node:test in both', async () => {
    const run = await bench.run(
      'javascript',
      { 'add.js': 'module.exports.add = (a, b) => a + b;', 'data.json': '{"x": 1}' },
      {
        'one.test.js': `const { test } = require('node:test'); const assert = require('node:assert'); const { add } = require('./add'); const data = require('./data');
          test('one', async (t) => { await t.test('inner', () => assert.equal(add(1, 1), 2)); assert.equal(data.x, 1); });`,
        'two.test.mjs': `import test, { describe, it, before } from 'node:test'; import assert from 'node:assert/strict';
          describe('two', () => { let x; before(() => { x = 1; }); it('works', () => assert.equal(x, 1)); it('fails', () => assert.deepEqual({ x }, { x: 2 })); });
          test('bad sub-test', async (t) => { t.test('inner', () => assert.ok(false)); });`,
        'three.spec.js': `const { add } = require('./add'); test('three', () => { expect(add(1, 2)).toBe(3); });`,
      },
    );
    expect(statuses(run)).toEqual({
      one: 'passed',
      three: 'passed',
      'two > works': 'passed',
      'two > fails': 'failed',
      'bad sub-test': 'failed',
    });
  });

  test('ends a test that never settles, and goes on', async () => {
    const run = await bench.run(
      'javascript',
      {},
      { 'a.test.js': `test('stuck', () => new Promise(() => {}), 50); test('next', () => {});` },
    );
    expect(run.tests).toMatchObject([{ status: 'failed', message: 'The test did not finish within 50 ms' }, { status: 'passed' }]);
  });
});

describe('the TypeScript runtime', () => {
  test('takes enums, parameter properties, namespaces and imports that are only types', async () => {
    const run = await bench.run(
      'typescript',
      {
        'shapes.ts': `export interface Named { name: string }
          export const enum Kind { Round = 'round' } export enum Size { S, M }
          export class Circle implements Named { constructor(public readonly name: string, private readonly r = 1) {} get kind(): Kind { return Kind.Round; } area(): number { return this.r; } }
          export namespace Units { export const cm = 0.01; }`,
      },
      {
        'shapes.test.ts': `import { Circle, Kind, Named, Size, Units } from './shapes';
          describe('shapes', () => { it('work', () => { const named: Named = new Circle('c', 3); expect([named.name, (named as Circle).kind, Kind.Round, Size.M, Units.cm]).toEqual(['c', 'round', 'round', 1, 0.01]); }); });`,
      },
    );
    expect(run.tests).toMatchObject([{ name: 'shapes > work', status: 'passed' }]);
  });

  test('names the line of a syntax error', async () => {
    const run = await bench.run(
      'typescript',
      { 'a.ts': 'export const a = 1;\nexport const = 2;' },
      { 'a.test.ts': `import { a } from './a'; test('a', () => expect(a).toBe(1));` },
      { expected: ['a'] },
    );
    expect(run.tests).toMatchObject([{ name: 'a', status: 'missing' }]);
    expect(run.tests[0]?.message).toMatch(/a\.ts.*2:14/s);
  });
});

describe('the Python runtime', () => {
  test('has set-up, sub-tests, skips, async tests, mocks, helpers and plain asserts', async () => {
    const run = await bench.run(
      'python',
      { 'box.py': 'class Box:\n    def __init__(self):\n        self.items = []\n' },
      {
        'box_test.py': `import unittest
from unittest import mock
from collections import namedtuple
from box import Box
from test_help import two

Pair = namedtuple("Pair", "a b")

class BoxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = 5

    def setUp(self):
        self.box = Box()

    def test_set_up(self):
        self.assertEqual((self.box.items, self.shared, two()), ([], 5, 2))

    def test_sub_tests(self):
        for x in (1, 2):
            with self.subTest(x=x):
                self.assertEqual(x, 1)

    @unittest.skip("later")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    def test_mock(self):
        with mock.patch("box.Box", return_value=3):
            import box
            self.assertEqual(box.Box(), 3)

    def test_tuple(self):
        self.assertEqual(Pair(1, 2), (1, 2))

class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def test_async(self):
        self.assertTrue(True)
`,
        'test_help.py': 'def two():\n    return 2\n',
        'test_plain.py':
          'def test_plain():\n    assert 1 + 1 == 3\n\nclass TestGroup:\n    def setup_method(self):\n        self.x = 1\n    def test_in_class(self):\n        assert self.x == 1\n',
      },
    );
    expect(statuses(run)).toEqual({
      'BoxTest > test_set_up': 'passed',
      'BoxTest > test_sub_tests': 'failed',
      'BoxTest > test_skipped': 'skipped',
      'BoxTest > test_expected': 'passed',
      'BoxTest > test_mock': 'passed',
      'BoxTest > test_tuple': 'passed',
      'AsyncTest > test_async': 'passed',
      test_plain: 'failed',
      'TestGroup > test_in_class': 'passed',
    });
    expect(run.tests.find(({ name }) => name === 'test_plain')?.message).toBe('2 is not 3\n    at test_plain.py:2');
  });

  test('names the line of a syntax error', async () => {
    const run = await bench.run(
      'python',
      { 'a.py': 'x = 1\ndef f(:\n' },
      { 'a_test.py': 'import unittest\nimport a\nclass T(unittest.TestCase):\n    def test_a(self):\n        pass\n' },
      { expected: ['T > test_a'] },
    );
    expect(run.tests[0]).toMatchObject({
      status: 'missing',
      message: 'a_test.py could not be loaded. SyntaxError: invalid syntax (a.py, line 2)\n    at a.py:2',
    });
  });
});

describe('a run that gets out of hand', () => {
  const python = (body: string) => ({ 'a.py': `def f():\n${body.replace(/^/gm, '    ')}\n` });
  const tests = {
    'a_test.py':
      'import unittest\nfrom a import f\nclass T(unittest.TestCase):\n    def test_first(self):\n        pass\n    def test_second(self):\n        f()\n',
  };
  const expected = ['T > test_first', 'T > test_second'];

  test('an endless loop', async () => {
    const run = await bench.run('python', python('while True: pass'), tests, { expected, limits: { wall_ms: 6000 } });
    expect(run).toMatchObject({
      timed_out: true,
      passed: 1,
      failed: 1,
      stopped: expect.stringContaining('time limit of 6 seconds') as string,
    });
    expect(run.tests.map(({ status }) => status)).toEqual(['passed', 'missing']);
  });

  test('a memory hog', async () => {
    const run = await bench.run('python', python('x = []\nwhile True: x.append(bytearray(10_000_000))'), tests, {
      expected,
      limits: { memory_mb: 128 },
    });
    expect(run.failed).toBeGreaterThan(0);
    expect(`${run.stopped ?? ''}${run.tests[1]?.message ?? ''}`).toMatch(/128 MB of memory|MemoryError/);
  });

  test('a fork bomb', async () => {
    const run = await bench.run('python', python('import os\nwhile True:\n    try: os.fork()\n    except OSError: pass'), tests, {
      expected,
      limits: { wall_ms: 4000, pids: 32 },
    });
    expect(run.failed).toBeGreaterThan(0);
    expect(run.stopped).toMatch(/32 processes|time limit/);
  });

  test('a gigabyte of output', async () => {
    const run = await bench.run('python', python('while True: print("x" * 1_000_000)'), tests, {
      expected,
      limits: { output_bytes: 4096 },
    });
    expect(run).toMatchObject({ truncated: true, stopped: expect.stringContaining('limit of 4 KB') as string });
    expect(run.stdout.length + run.stderr.length).toBeLessThanOrEqual(4096);
  });
});

describe('RM1 RM2 a runner that is missing', () => {
  const reference = [{ path: 'a.js', content: 'export const a = 1;' }];
  const tests = [{ path: 'a.test.js', content: `import { a } from './a.js';\ntest('a', () => expect(a).toBe(1));` }];
  const run = (content: string, argv?: string[], expected: string[] | null = ['a']) => {
    const runtime = bench.runtime('javascript');
    return runTests({
      sandboxes: bench.sandboxes,
      runtime: argv ? { ...runtime, argv } : runtime,
      volume: null,
      files: [{ path: 'a.js', content }],
      tests,
      expected,
      ...(expected && { reference }),
      limits: RunLimits.parse(runtime.limits),
      signal: new AbortController().signal,
    });
  };

  test('is told apart from code that failed, in words that say whose fault it is', async () => {
    const missing = await run('export const a = 1;', ['sh', '-c', 'exit 127']);
    expect(missing).toMatchObject({
      runner_missing: true,
      stopped: 'The test runner did not start, so nothing was tested. That is our fault, not that of your code: try again.',
      tests: [{ name: 'a', status: 'missing', message: 'This test was not run.' }],
      passed: 0,
      total: 1,
    });
    expect(await run('export const a = 1;', ['sh', '-c', 'exit 127'], null)).toMatchObject({ runner_missing: true });
  });

  test.each(['process.exit(0);', 'process.exit(127);', 'process.kill(process.pid, "SIGKILL");', 'process.abort();'])(
    'is never what code makes it look like: %s',
    async (code) => {
      const ended = await run(`${code}\nexport const a = 1;`);
      expect(ended).not.toHaveProperty('runner_missing');
      expect(ended).toMatchObject({ passed: 0, total: 1 });
    },
  );

  test('is nowhere in a run that failed or passed', async () => {
    expect(await run('export const a = 2;')).toMatchObject({ tests: [{ status: 'failed' }] });
    for (const content of ['export const a = 1;', 'export const a = 2;', 'export const a = ;'])
      expect(await run(content)).not.toHaveProperty('runner_missing');
  });
});
