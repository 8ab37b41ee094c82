import type { RunResult } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export type RunKind = 'visible' | 'submit';

export async function insertRun(tx: TenantTx, interview: string, question: string, kind: RunKind, result: RunResult): Promise<void> {
  await tx
    .sql('test_runs')
    .insert({ id: result.id, tenant_id: tx.tenant, interview_id: interview, question_id: question, kind, result: jsonb(result) });
}

/** The newest run that the candidate saw for this question. */
export async function lastVisibleRun(tx: TenantTx, interview: string, question: string): Promise<RunResult | null> {
  const row = await tx
    .sql('test_runs')
    .where({ interview_id: interview, question_id: question, kind: 'visible' })
    .orderBy('id', 'desc')
    .first<{ result: RunResult } | undefined>('result');
  return row?.result ?? null;
}
