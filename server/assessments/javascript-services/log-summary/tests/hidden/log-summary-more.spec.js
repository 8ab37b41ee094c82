import { describe, expect, test } from '@jest/globals';
import { summarize } from './log-summary.js';

const at = '2026-03-01T10:00:00Z';

describe('summarize, in depth', () => {
  test('the method is part of the route', () => {
    const log = `${at} GET /a 200 1ms\n${at} PUT /a 200 2ms`;
    expect(summarize(log).map(({ route }) => route)).toEqual(['GET /a', 'PUT /a']);
  });

  test('equally busy routes are in alphabetical order', () => {
    const log = `${at} GET /z 200 1ms\n${at} GET /m 200 1ms\n${at} DELETE /z 200 1ms`;
    expect(summarize(log).map(({ route }) => route)).toEqual(['DELETE /z', 'GET /m', 'GET /z']);
  });

  test('only parts that are all digits become :id', () => {
    const log = `${at} GET /v2/orders/10/items/3 200 1ms\n${at} GET /v2/orders/abc1 200 1ms`;
    expect(summarize(log).map(({ route }) => route)).toEqual(['GET /v2/orders/:id/items/:id', 'GET /v2/orders/abc1']);
  });

  test('a client error is not an error of ours', () => {
    const log = `${at} GET /a 404 1ms\n${at} GET /a 499 1ms\n${at} GET /a 500 1ms`;
    expect(summarize(log)).toEqual([{ route: 'GET /a', requests: 3, errors: 1, slowest: 1 }]);
  });

  test('durations are compared as numbers', () => {
    const log = `${at} GET /a 200 9ms\n${at} GET /a 200 1000ms\n${at} GET /a 200 200ms`;
    expect(summarize(log)[0].slowest).toBe(1000);
  });

  test('Windows line ends and several spaces', () => {
    const log = `${at}  GET   /a  200  1ms\r\n${at} GET /a 200 2ms\r\n`;
    expect(summarize(log)).toEqual([{ route: 'GET /a', requests: 2, errors: 0, slowest: 2 }]);
  });

  test('a route may be named like a property of every object', () => {
    expect(summarize(`${at} GET /constructor 200 1ms\n${at} GET /__proto__ 200 1ms`)).toHaveLength(2);
  });

  // Looking through all earlier lines for each line would end at the time limit of the whole run, on any machine.
  test('fifty thousand lines are summarized in time', () => {
    const log = Array.from({ length: 50_000 }, (_, i) => `${at} GET /items/${i}?page=${i} 200 ${i % 500}ms`).join('\n');
    expect(summarize(log)).toEqual([{ route: 'GET /items/:id', requests: 50_000, errors: 0, slowest: 499 }]);
  });
});
