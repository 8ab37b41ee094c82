import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

const request = (status, ms, path = '/a') => `2026-03-01T10:00:00Z GET ${path} ${status} ${ms}ms`;
const of = (lines, percentiles) => summarize(lines.join('\n'), { percentiles })[0].percentiles;

describe('summarize with percentiles, in depth', () => {
  test('only requests that succeeded count', () => {
    expect(of([request(200, 10), request(404, 1), request(500, 900), request(399, 30)], [50, 100])).toEqual({ 50: 10, 100: 30 });
  });

  test('a route of which none succeeded has nothing to tell', () => {
    const [found] = summarize(request(500, 12), { percentiles: [50] });
    expect(found).toEqual({ route: 'GET /a', requests: 1, errors: 1, slowest: 12, percentiles: { 50: null } });
  });

  test('parts of a percent count', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => request(200, index + 1));
    expect(of(lines, [99.9, 0.1, 0.11])).toEqual({ 99.9: 999, 0.1: 1, 0.11: 2 });
  });

  test('a number that is no percentile is refused, whatever the log', () => {
    for (const percent of [0, -1, 100.1, Number.NaN]) expect(() => summarize('', { percentiles: [50, percent] })).toThrow(RangeError);
  });

  test('an empty list asks for nothing', () => {
    expect(summarize(request(200, 1), { percentiles: [] })[0]).not.toHaveProperty('percentiles');
  });

  test('each route has its own, compared as numbers', () => {
    const log = [request(200, 9), request(200, 100), request(200, 5, '/b')].join('\n');
    const found = summarize(log, { percentiles: [50, 100] }).map(({ route, percentiles }) => [route, percentiles]);
    expect(found).toEqual([
      ['GET /a', { 50: 9, 100: 100 }],
      ['GET /b', { 50: 5, 100: 5 }],
    ]);
  });

  test('two hundred thousand lines of one route are summarized in time', () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => request(200, (index * 7919) % 200_000));
    expect(of(lines, [50, 99])).toEqual({ 50: 99_999, 99: 197_999 });
  });
});
