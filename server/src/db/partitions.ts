import type { Knex } from 'knex';
import { firstIdAt } from '../ids.js';

interface Partition {
  readonly name: string;
  /** SQL that makes it. */
  readonly create: string;
}

/** The partitions of the month of `now`, the one before and `ahead` after it. */
export function segmentPartitions(now: Date, ahead: number): Partition[] {
  return Array.from({ length: ahead + 2 }, (_, index) => {
    const month = (offset: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + index - 1 + offset, 1));
    const name = `event_segments_${month(0).toISOString().slice(0, 7).replace('-', '_')}`;
    const from = firstIdAt('interview', month(0));
    const to = firstIdAt('interview', month(1));
    return { name, create: `create table ${name} partition of event_segments for values from ('${from}') to ('${to}')` };
  });
}

/** Any number, as long as nothing else in the database locks on it. */
const lock = 4_417_206_320;

/**
 * Makes the partitions of the months to come, and drops those of past months that hold nothing any more. Any process may do it at any
 * time. Returns the names of what it made and dropped. It gives up rather than let writers wait for it.
 */
export async function maintainPartitions(knex: Knex, now: Date = new Date()): Promise<{ made: string[]; dropped: string[] }> {
  return knex.transaction(async (sql) => {
    await sql.raw(`set local lock_timeout = '2s'`);
    await sql.raw('select pg_advisory_xact_lock(?)', [lock]);
    const { rows } = await sql.raw<{ rows: { name: string }[] }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event_segments'::regclass`,
    );
    const there = rows.map(({ name }) => name);
    const wanted = segmentPartitions(now, 3);
    const made = wanted.filter(({ name }) => !there.includes(name));
    for (const { create } of made) await sql.raw(create);
    const oldest = wanted[0]?.name ?? '';
    const dropped: string[] = [];
    for (const name of there.filter((each) => /^event_segments_\d{4}_\d\d$/.test(each) && each < oldest)) {
      if (await sql(name).first('interview_id')) continue;
      await sql.raw(`drop table ??`, [name]);
      dropped.push(name);
    }
    return { made: made.map(({ name }) => name), dropped };
  });
}
