import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

const at = (time, path = '/a') => `${time} GET ${path} 200 1ms`;

describe('summarize with a stretch of time, in depth', () => {
  test('moments are compared as moments, not as text', () => {
    const log = at('2026-03-01T10:00:00.000Z');
    expect(summarize(log, { from: '2026-03-01T10:00:00Z' })).toHaveLength(1);
    expect(summarize(log, { until: '2026-03-01T10:00:00Z' })).toEqual([]);
    expect(summarize(at('2026-03-01T10:00:00.500Z'), { until: '2026-03-01T10:00:00Z' })).toEqual([]);
  });

  test('a time that is no moment counts only where time is not asked for', () => {
    const log = at('2026-13-01T10:00:00Z');
    expect(summarize(log)).toHaveLength(1);
    expect(summarize(log, { from: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(summarize(log, { until: '2030-01-01T00:00:00Z' })).toEqual([]);
  });

  test('the end must be a moment, and not before the beginning', () => {
    expect(() => summarize('', { until: 'tomorrow' })).toThrow(RangeError);
    expect(() => summarize('', { from: '2026-03-01T10:00:01Z', until: '2026-03-01T10:00:00Z' })).toThrow(RangeError);
  });

  test('a stretch of no length holds nothing', () => {
    const options = { from: '2026-03-01T10:00:00Z', until: '2026-03-01T10:00:00Z' };
    expect(summarize(at('2026-03-01T10:00:00Z'), options)).toEqual([]);
  });

  test('what is outside adds nothing to a route that is inside', () => {
    const log = `${at('2026-03-01T10:00:00Z')}\n2026-03-01T12:00:00Z GET /a 500 900ms`;
    expect(summarize(log, { until: '2026-03-01T11:00:00Z' })).toEqual([{ route: 'GET /a', requests: 1, errors: 0, slowest: 1 }]);
  });
});
