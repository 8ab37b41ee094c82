import { describe, expect, test } from 'vitest';
import { emptyReading, type Reading } from './reports/reading.js';
import { verdict } from './verdict.js';

const ended = { stopped: null, code: 0 };
const passed = (name: string) => ({ name, status: 'passed' as const, duration_ms: 1 });
const reading = (parts: Partial<Reading>): Reading => ({ ...emptyReading(), complete: true, ...parts });
const statuses = (...args: Parameters<typeof verdict>) => verdict(...args).map(({ name, status }) => `${name}: ${status}`);

describe('verdict', () => {
  test('every expected test passed once', () => {
    expect(statuses(reading({ tests: [passed('a'), passed('b')] }), ['a', 'b'], ended)).toEqual(['a: passed', 'b: passed']);
  });

  test('a test that was not reported is missing', () => {
    expect(statuses(reading({ tests: [passed('a')] }), ['a', 'b'], ended)).toEqual(['a: passed', 'b: missing']);
  });

  test('a test that was reported twice failed, even if both say passed', () => {
    expect(statuses(reading({ tests: [passed('a'), passed('a')] }), ['a'], ended)).toEqual(['a: failed']);
  });

  test('tests that nobody expected count for nothing', () => {
    expect(statuses(reading({ tests: [passed('a'), passed('x')] }), ['a'], ended)).toEqual(['a: passed']);
  });

  test('without an end nothing is confirmed', () => {
    expect(statuses(reading({ tests: [passed('a')], complete: false }), ['a'], ended)).toEqual(['a: error']);
  });

  test('a run that was stopped keeps what it knows of the tests and says why of the rest', () => {
    const tests = verdict(reading({ tests: [passed('a')], complete: false }), ['a', 'b'], { stopped: 'Too slow.', code: null });
    expect(tests).toMatchObject([{ status: 'passed' }, { status: 'missing', message: 'Too slow. This test had no result by then.' }]);
  });

  test('a file that did not load explains its missing tests', () => {
    expect(verdict(reading({ problems: ['SyntaxError: oops'] }), ['a'], ended)).toMatchObject([{ message: 'SyntaxError: oops' }]);
  });

  test('a run without any test is a failed one', () => {
    expect(statuses(reading({}), null, ended)).toEqual(['The tests run: error']);
  });
});
