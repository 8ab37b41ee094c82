import type { Appeal, Override, Report } from '@interviewlm/protocol';
import { jsonb, storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export type JudgementCause = 'submit' | 'rescore' | 'rubric';

/** The report that is shown; every one that was ever made stays in `judgements`. */
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

export async function insertJudgement(tx: TenantTx, id: string, cause: JudgementCause, report: Report): Promise<void> {
  await tx.sql('judgements').insert({ id, tenant_id: tx.tenant, interview_id: report.interview, cause, report: jsonb(report) });
}

type Dated<T> = Omit<T, 'object' | 'created_at'> & { created_at: Date };

const overrideColumns = ['id', 'criterion', 'from', 'score', 'reason', 'author', 'created_at'];
const appealColumns = ['id', 'criterion', 'reason', 'by', 'created_at'];

export async function insertOverride(
  tx: TenantTx,
  interview: string,
  { reason, author, ...override }: Omit<Override, 'object' | 'created_at'>,
): Promise<Dated<Override>> {
  const [row] = await tx
    .sql('report_overrides')
    .insert({ ...override, reason: storableText(reason), author: storableText(author), interview_id: interview, tenant_id: tx.tenant })
    .returning<Dated<Override>[]>(overrideColumns);
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Oldest first. */
export async function listOverrides(tx: TenantTx, interview: string): Promise<Dated<Override>[]> {
  return tx.sql('report_overrides').where({ interview_id: interview }).orderBy('id').select<Dated<Override>[]>(overrideColumns);
}

export async function insertAppeal(
  tx: TenantTx,
  interview: string,
  { reason, ...appeal }: Omit<Appeal, 'object' | 'created_at'>,
): Promise<Dated<Appeal>> {
  const [row] = await tx
    .sql('report_appeals')
    .insert({ ...appeal, reason: storableText(reason), interview_id: interview, tenant_id: tx.tenant })
    .returning<Dated<Appeal>[]>(appealColumns);
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Oldest first. */
export async function listAppeals(tx: TenantTx, interview: string): Promise<Dated<Appeal>[]> {
  return tx.sql('report_appeals').where({ interview_id: interview }).orderBy('id').select<Dated<Appeal>[]>(appealColumns);
}
