import type { Marker } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { storableText } from './storable.js';

export async function insertMarkers(tx: TenantTx, interview: string, markers: readonly Marker[]): Promise<void> {
  if (markers.length === 0) return;
  await tx
    .sql('markers')
    .insert(markers.map((marker) => ({ ...marker, label: storableText(marker.label), tenant_id: tx.tenant, interview_id: interview })));
}

export async function listMarkers(tx: TenantTx, interview: string): Promise<Marker[]> {
  return tx.sql('markers').where({ interview_id: interview }).orderBy('seq').select<Marker[]>('seq', 't_ms', 'kind', 'label');
}

export async function deleteMarkers(tx: TenantTx, interview: string, seqs: readonly number[]): Promise<void> {
  await tx
    .sql('markers')
    .where({ interview_id: interview })
    .whereIn('seq', [...seqs])
    .delete();
}
