import type { Knex } from 'knex';
import type { Mode, RetentionDays } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/** What a tenant said of one mode. */
export interface RetentionRow {
  mode: Mode;
  days: Partial<RetentionDays>;
  /** The key by which it was set. */
  set_by: string;
  set_at: Date;
  next_at: Date;
}

const columns = ['mode', 'days', 'set_by', 'set_at', 'next_at'];

export async function readRetention(tx: TenantTx, mode: Mode): Promise<RetentionRow | null> {
  return (await tx.sql('retention').where({ mode }).first<RetentionRow | undefined>(columns)) ?? null;
}

/** What it says holds from `grace_s` seconds from now on. */
export async function putRetention(tx: TenantTx, mode: Mode, days: RetentionDays, set_by: string, grace_s: number): Promise<RetentionRow> {
  const next_at = tx.sql.raw(`now() + ? * interval '1 second'`, [grace_s]);
  const [row] = await tx
    .sql('retention')
    .insert({
      tenant_id: tx.tenant,
      mode,
      days: jsonb(days),
      set_by,
      set_at: tx.sql.raw(`date_trunc('milliseconds', clock_timestamp())`),
      next_at,
    })
    .onConflict(['tenant_id', 'mode'])
    .merge(['days', 'set_by', 'set_at', 'next_at'])
    .returning<RetentionRow[]>(columns);
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Takes on what is due, of any tenant, until `lease_s` seconds from now. */
export const claimRetention = (knex: Knex, atMost: number, lease_s: number) =>
  withoutTenant<{ tenant_id: string; mode: Mode }>(knex, `select * from claim_retention(?, ? * interval '1 second')`, [atMost, lease_s]);

/** In the transaction that erases: what is counted is erased, and the other way round. */
export async function countErased(tx: TenantTx, mode: Mode, name: string, count: number): Promise<void> {
  if (count === 0) return;
  await tx.sql.raw(
    `update retention set counts = jsonb_set(counts, array[cast(:name as text)],
       to_jsonb(coalesce(cast(counts ->> cast(:name as text) as bigint), 0) + :count)) where mode = :mode`,
    { name, count, mode },
  );
}

/** What was counted since this was asked last. */
export async function takeCounts(tx: TenantTx, mode: Mode): Promise<Record<string, number>> {
  const { rows } = await tx.sql.raw<{ rows: { counts: Record<string, number> }[] }>(
    `with before as (select tenant_id, mode, counts from retention where mode = ? for update)
     update retention r set counts = '{}' from before b where r.tenant_id = b.tenant_id and r.mode = b.mode returning b.counts`,
    [mode],
  );
  return rows[0]?.counts ?? {};
}

/** When somebody must look again; a policy that was set meanwhile has said that itself. */
export async function setNextSweep(tx: TenantTx, { mode, set_at }: RetentionRow, in_s: number): Promise<void> {
  const next_at = tx.sql.raw(`now() + ? * interval '1 second'`, [in_s]);
  await tx.sql('retention').where({ mode, set_at }).update({ next_at });
}
