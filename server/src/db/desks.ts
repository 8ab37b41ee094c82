import type { Desk } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

/** Null where no page has recorded anything yet. */
export async function readDesk(tx: TenantTx, interview: string): Promise<Desk | null> {
  const row = await tx.sql('interviews').where({ id: interview }).first<{ desk: Desk | null } | undefined>('desk');
  return row?.desk ?? null;
}

export async function writeDesk(tx: TenantTx, interview: string, desk: Desk): Promise<void> {
  await tx
    .sql('interviews')
    .where({ id: interview })
    .update({ desk: JSON.stringify(desk) });
}
