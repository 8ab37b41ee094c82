import type { Mode } from '@interviewlm/protocol';
import { storableText } from './storable.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';

export interface HoldRow {
  id: string;
  mode: Mode;
  interview_id: string;
  reason: string;
  placed_by: string;
  placed_at: Date;
  lifted_by: string | null;
  lifted_at: Date | null;
}

const columns = ['id', 'mode', 'interview_id', 'reason', 'placed_by', 'placed_at', 'lifted_by', 'lifted_at'];

/** The hold that stands on an interview. For what follows from it the interview must be locked: holds come and go under that lock. */
export async function standingHold(tx: TenantReads, interview: string): Promise<HoldRow | null> {
  const query = tx.sql('holds').where({ interview_id: interview }).whereNull('lifted_at');
  return (await query.first<HoldRow | undefined>(columns)) ?? null;
}

export async function insertHold(
  tx: TenantTx,
  row: Pick<HoldRow, 'id' | 'mode' | 'interview_id' | 'reason' | 'placed_by'>,
): Promise<HoldRow> {
  const [hold] = await tx
    .sql('holds')
    .insert({ ...row, reason: storableText(row.reason), tenant_id: tx.tenant })
    .returning<HoldRow[]>(columns);
  if (!hold) throw new Error('An insert returned no row');
  return hold;
}

/** Null when none stands. */
export async function liftHold(tx: TenantTx, interview: string, lifted_by: string): Promise<HoldRow | null> {
  const standing = tx.sql('holds').where({ interview_id: interview }).whereNull('lifted_at');
  const [hold] = await standing.update({ lifted_by, lifted_at: tx.sql.fn.now() }).returning<HoldRow[]>(columns);
  return hold ?? null;
}

/** Newest first. */
export const listHolds = (tx: TenantReads, mode: Mode, interview: string): Promise<HoldRow[]> =>
  tx.sql('holds').where({ interview_id: interview, mode }).orderBy('id', 'desc').select<HoldRow[]>(columns);

/** An interview under a hold that this integration ordered. */
export async function heldOrderOf(tx: TenantTx, integration: string): Promise<string | null> {
  const held = tx.sql('holds').whereNull('lifted_at').select('interview_id');
  const query = tx.sql('ats_orders').where({ integration_id: integration }).whereIn('interview_id', held);
  return (await query.first<{ interview_id: string } | undefined>('interview_id'))?.interview_id ?? null;
}
