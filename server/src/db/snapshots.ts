import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface Snapshot {
  id: string;
  tree_sha256: string;
  /** The tree: path, version and hash of every file. */
  files: { path: string; version: number; sha256: string }[];
  reason: string;
  /** The tree with its texts, compressed: the next snapshot is compared with it. Only the last one keeps it. */
  texts: Buffer | null;
}

export async function insertSnapshot(tx: TenantTx, interview: string, snapshot: Snapshot): Promise<void> {
  await tx.sql('snapshots').where({ interview_id: interview }).whereNotNull('texts').update({ texts: null });
  await tx.sql('snapshots').insert({ ...snapshot, files: jsonb(snapshot.files), tenant_id: tx.tenant, interview_id: interview });
}

/** Of the snapshot that was taken last; null before the first. */
export async function readLastTexts(tx: TenantTx, interview: string): Promise<Buffer | null> {
  const query = tx.sql('snapshots').where({ interview_id: interview }).whereNotNull('texts');
  return (await query.first<{ texts: Buffer } | undefined>('texts'))?.texts ?? null;
}

/** When each snapshot was taken, by its id. */
export async function listSnapshotTimes(tx: TenantTx, interview: string): Promise<Map<string, Date>> {
  const rows = await tx.sql('snapshots').where({ interview_id: interview }).select<{ id: string; created_at: Date }[]>('id', 'created_at');
  return new Map(rows.map(({ id, created_at }) => [id, created_at]));
}
