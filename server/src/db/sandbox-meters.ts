import type { TenantTx } from './tenant-tx.js';

/** Counts the interview's sandbox from now on: what was counted before is settled. */
export async function startMeter(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql.raw(
    `insert into sandbox_meters (tenant_id, interview_id, counted_until) values (?, ?, clock_timestamp())
     on conflict (interview_id) do update set counted_until = excluded.counted_until`,
    [tx.tenant, interview],
  );
}

/** Milliseconds since it was last read, by Postgres's clock, so that two processes never count the same ones. 0 where none runs. */
export async function readMeter(tx: TenantTx, interview: string): Promise<number> {
  const { rows } = await tx.sql.raw<{ rows: { ms: number }[] }>(
    `with before as (select counted_until from sandbox_meters where interview_id = :interview for update)
     update sandbox_meters m set counted_until = clock_timestamp() from before where m.interview_id = :interview
     returning floor(extract(epoch from m.counted_until - before.counted_until) * 1000)::bigint as ms`,
    { interview },
  );
  return Math.max(0, rows[0]?.ms ?? 0);
}

export async function stopMeter(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('sandbox_meters').where({ interview_id: interview }).delete();
}
