import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readReport } from './index.js';

const nonce = 'a'.repeat(64);
const bytes = (text: string) => Buffer.from(text);
const sign = (value: unknown, key = nonce) => {
  const json = JSON.stringify(value);
  return `${createHmac('sha256', key).update(json).digest('hex')} ${json}\n`;
};
const good = { n: 1, name: 'adds', status: 'passed', ms: 2 };
const end = { n: 2, end: true };

describe('the signed report', () => {
  const read = (text: string) => readReport('signed', bytes(text), nonce);

  test('a whole one', () => {
    expect(read(sign(good) + sign(end))).toEqual({
      tests: [{ name: 'adds', status: 'passed', duration_ms: 2 }],
      problems: [],
      complete: true,
      forged: null,
    });
  });

  test('one that was cut off keeps its whole lines', () => {
    expect(read(sign(good) + sign(end).slice(0, 30))).toMatchObject({ tests: [{ name: 'adds' }], complete: false, forged: null });
  });

  test.each([
    ['another key', sign(good, 'b'.repeat(64)) + sign(end)],
    ['a changed line', sign({ ...good, status: 'failed' }).replace('failed', 'passed') + sign(end)],
    ['a line twice', sign(good) + sign(good) + sign(end)],
    ['a line left out', sign(end)],
    ['something after the end', sign(good) + sign(end) + sign({ ...good, n: 3 })],
    ['noise', `ok 1 - adds\n${sign(good)}${sign(end)}`],
    ['signed, but of another shape', sign({ n: 1, name: 'adds', status: 'splendid', ms: 1 }) + sign(end)],
  ])('%s makes it forged, and nothing of it counts', (_, text) => {
    expect(read(text)).toMatchObject({ tests: [], complete: false, forged: expect.stringContaining('Something other than') as string });
  });
});

describe('JUnit XML', () => {
  const read = (text: string) => readReport('junit', bytes(text), nonce);

  test('suites in suites, failures with text, skipped and errors', () => {
    const reading = read(`<?xml version="1.0"?><testsuites><testsuite name="outer"><testsuite name="inner">
      <testcase classname="LeapTest" name="year" time="0.012"/>
      <testcase classname="LeapTest" name="century"><failure message="expected: &lt;true&gt;">at LeapTest.java:20</failure></testcase>
      <testcase name="later"><skipped/></testcase><testcase name="broken"><error message="NullPointerException"/></testcase>
      </testsuite></testsuite></testsuites>`);
    expect(reading.complete).toBe(true);
    expect(reading.tests).toEqual([
      { name: 'LeapTest > year', status: 'passed', duration_ms: 12 },
      { name: 'LeapTest > century', status: 'failed', duration_ms: 0, message: 'expected: <true>\nat LeapTest.java:20' },
      { name: 'later', status: 'skipped', duration_ms: 0 },
      { name: 'broken', status: 'error', duration_ms: 0, message: 'NullPointerException' },
    ]);
  });

  test.each(['', 'not xml', '<testsuite><testcase name="a">'])('%j is no report', (text) => {
    expect(read(text)).toMatchObject({ tests: [], complete: false });
  });

  test('entities are not expanded without end', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>`;
    const { tests } = read(bomb);
    expect((tests[0]?.name ?? '').length).toBeLessThan(200);
  });
});

describe('go test -json', () => {
  test('tests, sub-tests, logs and the end of the package', () => {
    const lines = [
      { Action: 'run', Package: 'leap', Test: 'TestLeap' },
      { Action: 'output', Package: 'leap', Test: 'TestLeap/1900', Output: '=== RUN   TestLeap/1900\n' },
      { Action: 'output', Package: 'leap', Test: 'TestLeap/1900', Output: '    leap_test.go:12: IsLeap(1900) = true\n' },
      { Action: 'fail', Package: 'leap', Test: 'TestLeap/1900', Elapsed: 0.01 },
      { Action: 'pass', Package: 'leap', Test: 'TestOther', Elapsed: 0 },
      { Action: 'fail', Package: 'leap', Elapsed: 0.2 },
    ];
    const reading = readReport('go', bytes(lines.map((line) => JSON.stringify(line)).join('\n') + '\n{ cut'), nonce);
    expect(reading).toMatchObject({
      complete: true,
      tests: [
        { name: 'TestLeap/1900', status: 'failed', duration_ms: 10, message: 'leap_test.go:12: IsLeap(1900) = true' },
        { name: 'TestOther', status: 'passed' },
      ],
    });
  });

  test('a package that does not build', () => {
    const lines = [
      { Action: 'output', Package: 'leap', Output: './leap.go:3: undefined: x\n' },
      { Action: 'fail', Package: 'leap' },
    ];
    expect(readReport('go', bytes(lines.map((line) => JSON.stringify(line)).join('\n')), nonce).problems).toEqual([
      './leap.go:3: undefined: x',
    ]);
  });
});

describe('libtest', () => {
  test('results, panics by name, and the end', () => {
    const text = `
running 3 tests
test leap::divisible_by_4 ... ok
test leap::century ... FAILED
test leap::later ... ignored

failures:

---- leap::century stdout ----
thread 'leap::century' panicked at tests/leap.rs:9:5:
assertion failed: !is_leap_year(1900)
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace


failures:
    leap::century

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out
`;
    const reading = readReport('libtest', bytes(text), nonce);
    expect(reading.complete).toBe(true);
    expect(reading.tests.map(({ name, status }) => [name, status])).toEqual([
      ['leap::divisible_by_4', 'passed'],
      ['leap::century', 'failed'],
      ['leap::later', 'skipped'],
    ]);
    expect(reading.tests[1]?.message).toBe("thread 'leap::century' panicked at tests/leap.rs:9:5:\nassertion failed: !is_leap_year(1900)");
  });
});
