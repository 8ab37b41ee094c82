import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

const took = (...durations) => durations.map((ms) => `2026-03-01T10:00:00Z GET /a 200 ${ms}ms`).join('\n');
const of = (log, percentiles) => summarize(log, { percentiles })[0].percentiles;

describe('summarize with percentiles', () => {
  test('the smallest duration that so many took or less', () => {
    expect(of(took(10, 20, 30, 40), [25, 26, 100])).toEqual({ 25: 10, 26: 20, 100: 40 });
  });

  test('in whatever order the requests came', () => {
    expect(of(took(300, 7, 20), [50])).toEqual({ 50: 20 });
  });

  test('without the option there is no such member', () => {
    expect(summarize(took(10))).toEqual([{ route: 'GET /a', requests: 1, errors: 0, slowest: 10 }]);
  });
});
