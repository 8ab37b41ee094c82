import type { Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

export interface Calibration {
  readonly question_id: string;
  readonly difficulty: number;
  readonly error: number;
  readonly answers: number;
}

export async function insertCalibrations(tx: TenantTx, rows: readonly Calibration[]): Promise<void> {
  if (rows.length > 0) await tx.sql('question_calibrations').insert(rows.map((row) => ({ ...row, tenant_id: tx.tenant })));
}

/** One answer of a finished interview, by its final runs. */
export interface FinalAnswer {
  readonly interview_id: string;
  readonly question_id: string;
  readonly solved: boolean;
}

/** Of every scored interview of the mode; questions that were not reached have none. Where final runs could not be made, nothing is known. */
export async function listFinalAnswers(tx: TenantTx, mode: Mode): Promise<FinalAnswer[]> {
  const { rows } = await tx.sql.raw<{ rows: FinalAnswer[] }>(
    `select r.interview_id, t->>'question' as question_id,
       (t->'visible'->>'passed')::int + (t->'hidden'->>'passed')::int = (t->'visible'->>'total')::int + (t->'hidden'->>'total')::int as solved
     from reports r join interviews i on i.id = r.interview_id cross join lateral jsonb_array_elements(r.report->'tests') t
     join answers a on a.interview_id = r.interview_id and a.question_id = t->>'question'
     where i.mode = ? and i.status in ('scored', 'archived')
     order by 1, 2`,
    [mode],
  );
  return rows;
}
