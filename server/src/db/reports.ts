import type { Report } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export async function putReport(tx: TenantTx, report: Report): Promise<void> {
  await tx
    .sql('reports')
    .insert({ interview_id: report.interview, tenant_id: tx.tenant, report: jsonb(report) })
    .onConflict('interview_id')
    .merge(['report']);
}

export async function readReport(tx: TenantTx, interview: string): Promise<Report | null> {
  const row = await tx.sql('reports').where({ interview_id: interview }).first<{ report: Report } | undefined>('report');
  return row?.report ?? null;
}
