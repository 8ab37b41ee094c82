import { priced, utcDay } from './prices.js';
import type { UsageRecord } from '../../db/usage.js';

const day_ms = 86_400_000;

/** What keeping so many bytes from one moment to another is, on each day that it touches. */
export function volumeDays(bytes: number, from: Date, to: Date): UsageRecord[] {
  const records: UsageRecord[] = [];
  for (let at = from.getTime(); at < to.getTime();) {
    const midnight = (Math.floor(at / day_ms) + 1) * day_ms;
    const until = Math.min(midnight, to.getTime());
    records.push(priced('volume_byte_days', Math.round((bytes * (until - at)) / day_ms), utcDay(new Date(at))));
    at = until;
  }
  return records;
}
