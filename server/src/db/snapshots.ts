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
