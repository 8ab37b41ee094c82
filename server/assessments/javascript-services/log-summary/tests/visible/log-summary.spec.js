import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

describe('summarize', () => {
  test('an empty log has no routes', () => {
    expect(summarize('')).toEqual([]);
  });

  test('one request', () => {
    expect(summarize('2026-03-01T10:00:00Z GET /health 200 3ms')).toEqual([{ route: 'GET /health', requests: 1, errors: 0, slowest: 3 }]);
  });

  test('numbers in a path become :id and the query is left out', () => {
    const log = ['2026-03-01T10:00:00Z GET /users/42?tab=posts 200 31ms', '2026-03-01T10:00:01Z GET /users/7 200 12ms'].join('\n');
    expect(summarize(log)).toEqual([{ route: 'GET /users/:id', requests: 2, errors: 0, slowest: 31 }]);
  });

  test('the busiest route comes first', () => {
    const log = [
      '2026-03-01T10:00:00Z GET /a 200 1ms',
      '2026-03-01T10:00:01Z POST /b 201 5ms',
      '2026-03-01T10:00:02Z POST /b 503 9ms',
    ].join('\n');
    expect(summarize(log)).toEqual([
      { route: 'POST /b', requests: 2, errors: 1, slowest: 9 },
      { route: 'GET /a', requests: 1, errors: 0, slowest: 1 },
    ]);
  });

  test('lines that were cut off are ignored', () => {
    const log = '2026-03-01T10:00:00Z GET /a 200 1ms\n\n2026-03-01T10:00:01Z GET /a 20';
    expect(summarize(log)).toEqual([{ route: 'GET /a', requests: 1, errors: 0, slowest: 1 }]);
  });
});
