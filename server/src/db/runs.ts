import type { RunResult } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

/** The candidate's own, one that the next question is chosen by, or a final one. */
export type RunKind = 'visible' | 'choice' | 'submit';

export interface StartedRun {
  id: string;
  question_id: string;
  kind: RunKind;
  /** Unix milliseconds; a run that is still open then was lost with its process. */
  until_ms: number;
}

/** Opens a run; `result` holds until when it may take, so that any process can tell a running one from a lost one. */
export async function insertRun(tx: TenantTx, interview: string, { until_ms, ...run }: StartedRun): Promise<void> {
  await tx.sql('test_runs').insert({ ...run, tenant_id: tx.tenant, interview_id: interview, result: jsonb({ until_ms }) });
}

export async function finishRun(tx: TenantTx, result: RunResult): Promise<void> {
  await tx
    .sql('test_runs')
    .where({ id: result.id })
    .update({ result: jsonb(result) });
}

export async function deleteRun(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('test_runs').where({ id }).delete();
}

/** Whether a run that the candidate waits for is open. */
export async function isRunning(tx: TenantTx, interview: string): Promise<boolean> {
  const row = await tx
    .sql('test_runs')
    .where({ interview_id: interview })
    .whereIn('kind', ['visible', 'choice'])
    .whereRaw(`(result->>'until_ms')::bigint > ?`, [Date.now()])
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}

/** The newest finished run that the candidate saw for this question. */
export async function lastVisibleRun(tx: TenantTx, interview: string, question: string): Promise<RunResult | null> {
  const row = await tx
    .sql('test_runs')
    .where({ interview_id: interview, question_id: question, kind: 'visible' })
    .whereRaw(`not jsonb_exists(result, 'until_ms')`)
    .orderBy('id', 'desc')
    .first<{ result: RunResult } | undefined>('result');
  return row?.result ?? null;
}

/** How each answer did that was tested on the way to the next question, oldest first. */
export async function listChoiceRuns(tx: TenantTx, interview: string): Promise<{ question_id: string; result: RunResult }[]> {
  return tx
    .sql('test_runs')
    .where({ interview_id: interview, kind: 'choice' })
    .whereRaw(`not jsonb_exists(result, 'until_ms')`)
    .orderBy('id')
    .select<{ question_id: string; result: RunResult }[]>('question_id', 'result');
}

/** The finished final runs, oldest first; one that was made again comes later. */
export async function listFinalRuns(tx: TenantTx, interview: string): Promise<{ question_id: string; result: RunResult }[]> {
  return tx
    .sql('test_runs')
    .where({ interview_id: interview, kind: 'submit' })
    .whereRaw(`not jsonb_exists(result, 'until_ms')`)
    .orderBy('id')
    .select<{ question_id: string; result: RunResult }[]>('question_id', 'result');
}
