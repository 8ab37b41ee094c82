import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface Snapshot {
  id: string;
  tree_sha256: string;
  /** The tree: path, version and hash of every file. */
  files: { path: string; version: number; sha256: string }[];
  reason: string;
}

export async function insertSnapshot(tx: TenantTx, interview: string, snapshot: Snapshot): Promise<void> {
  await tx.sql('snapshots').insert({ ...snapshot, files: jsonb(snapshot.files), tenant_id: tx.tenant, interview_id: interview });
}

/** When each snapshot was taken, by its id. */
export async function listSnapshotTimes(tx: TenantTx, interview: string): Promise<Map<string, Date>> {
  const rows = await tx.sql('snapshots').where({ interview_id: interview }).select<{ id: string; created_at: Date }[]>('id', 'created_at');
  return new Map(rows.map(({ id, created_at }) => [id, created_at]));
}
