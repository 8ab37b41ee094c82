import type { TenantTx } from './tenant-tx.js';

/** Up to where this writer's own events are in the log; 0 for a writer that is new. */
export async function ackedSeq(tx: TenantTx, interview: string, client_id: string): Promise<number> {
  const row = await tx
    .sql('event_writers')
    .where({ interview_id: interview, client_id })
    .first<{ acked_seq: number } | undefined>('acked_seq');
  return row?.acked_seq ?? 0;
}

export async function acknowledge(tx: TenantTx, interview: string, client_id: string, acked_seq: number): Promise<void> {
  await tx
    .sql('event_writers')
    .insert({ tenant_id: tx.tenant, interview_id: interview, client_id, acked_seq })
    .onConflict(['interview_id', 'client_id'])
    .merge(['acked_seq']);
}
