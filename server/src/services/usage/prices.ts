import type { UsageKind, UsageRecord } from '../../db/usage.js';

/** Tokens are priced by their model (`services/assistant/prices.ts`). */
export type PricedKind = Exclude<UsageKind, 'assistant_tokens'>;

/** `micros` for each `per` of the kind's unit. */
interface Price {
  micros: number;
  per: number;
}

const hour_ms = 3_600_000;
const gigabyte = 1_000_000_000;

/**
 * What we reckon with, from the first day that it holds, in UTC. An interview of 60 minutes comes to $0.20 for its sandbox, $0.03 for its
 * volume and $0.02 for its archive: docs/decisions/0020-what-an-interview-costs.md.
 */
const prices: readonly ({ from: string } & Readonly<Record<PricedKind, Price>>)[] = [
  {
    from: '2026-01-01',
    sandbox_ms: { micros: 200_000, per: hour_ms },
    volume_byte_days: { micros: 30_000, per: 7 * gigabyte },
    archive_bytes: { micros: 19_500, per: gigabyte },
    archive_requests: { micros: 5, per: 1 },
  },
];

/** The cost in whole micro-dollars at the price of that day (`YYYY-MM-DD`), rounded to the nearest. */
export function costOf(kind: PricedKind, quantity: number, day: string): number {
  const table = prices.findLast(({ from }) => from <= day) ?? prices[0];
  if (!table) throw new Error('There are no prices');
  const { micros, per } = table[kind];
  return Math.round((quantity * micros) / per);
}

/** A use of today, or of `day`, with its cost. */
export function priced(kind: PricedKind, quantity: number, day = utcDay(new Date())): Required<UsageRecord> {
  return { kind, quantity, cost_micros: costOf(kind, quantity, day), day };
}

export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);
