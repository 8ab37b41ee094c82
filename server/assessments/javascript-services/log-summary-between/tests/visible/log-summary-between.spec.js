import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

const log = ['2026-03-01T09:59:59Z GET /early 200 1ms', '2026-03-01T10:00:00Z GET /a 200 2ms', '2026-03-01T11:00:00Z GET /late 200 3ms'].join('\n');
const routes = (options) => summarize(log, options).map(({ route }) => route);

describe('summarize with a stretch of time', () => {
  test('counts from the first moment until just before the last', () => {
    expect(routes({ from: '2026-03-01T10:00:00Z', until: '2026-03-01T11:00:00Z' })).toEqual(['GET /a']);
  });

  test('either may be left out, and so may both', () => {
    expect(routes({ from: '2026-03-01T10:00:00Z' })).toEqual(['GET /a', 'GET /late']);
    expect(routes({ until: '2026-03-01T10:00:00Z' })).toEqual(['GET /early']);
    expect(routes({})).toHaveLength(3);
    expect(summarize(log)).toHaveLength(3);
  });

  test('a moment that is none is refused', () => {
    expect(() => summarize(log, { from: 'yesterday' })).toThrow(RangeError);
  });
});
