import { expect, test } from 'vitest';
import { costOf, priced } from './prices.js';
import { volumeDays } from './volume-days.js';

const gigabyte = 1_000_000_000;
const cost = (records: readonly { cost_micros: number }[]) => records.reduce((sum, record) => sum + record.cost_micros, 0);

test('US1 the reference interview of 60 minutes: $0.20 for its sandbox, $0.03 for its volume, $0.02 for its archive', () => {
  const day = '2026-11-24';
  const sandbox = costOf('sandbox_ms', 3_600_000, day);
  const volume = costOf('volume_byte_days', 7 * gigabyte, day);
  const archive = costOf('archive_bytes', gigabyte, day) + costOf('archive_requests', 100, day);
  expect({ sandbox, volume, archive, total: sandbox + volume + archive }).toEqual({
    sandbox: 200_000,
    volume: 30_000,
    archive: 20_000,
    total: 250_000,
  });
});

test('US2 costs are whole micro-dollars, and a day before the first price has the first', () => {
  expect(costOf('sandbox_ms', 1, '2026-11-24')).toBe(0);
  expect(costOf('sandbox_ms', 10, '2026-11-24')).toBe(1);
  expect(costOf('sandbox_ms', 3_600_000, '1999-01-01')).toBe(200_000);
  expect(priced('archive_requests', 3, '2026-11-24')).toEqual({
    kind: 'archive_requests',
    quantity: 3,
    cost_micros: 15,
    day: '2026-11-24',
  });
});

test('US3 a volume is counted on each day that it is kept on, in UTC', () => {
  const days = volumeDays(2 * gigabyte, new Date('2026-11-24T18:00:00Z'), new Date('2026-11-27T06:00:00Z'));
  expect(days.map(({ day, quantity }) => [day, quantity])).toEqual([
    ['2026-11-24', gigabyte / 2],
    ['2026-11-25', 2 * gigabyte],
    ['2026-11-26', 2 * gigabyte],
    ['2026-11-27', gigabyte / 2],
  ]);
  const week = volumeDays(gigabyte, new Date('2026-11-24T00:00:00Z'), new Date('2026-12-01T00:00:00Z'));
  expect(week).toHaveLength(7);
  expect(Math.abs(cost(week) - 30_000)).toBeLessThan(week.length);
  expect(volumeDays(gigabyte, new Date('2026-11-24T00:00:00Z'), new Date('2026-11-24T00:00:00Z'))).toEqual([]);
});
