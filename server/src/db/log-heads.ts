import type { Accommodations, AiPolicy, InterviewStatus, Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

/** An interview as the services inside it see it: where its log ends, what its clock says, what it allows. */
export interface LogHead {
  id: string;
  status: InterviewStatus;
  title: string;
  candidate: string;
  seq: number;
  hash: Buffer | null;
  /** Milliseconds on the interview's clock now, by Postgres: one clock for every API process. Pauses don't count. */
  now_ms: number;
  accommodations: Accommodations;
  ai_policy: AiPolicy;
  question_ids: string[];
  question_index: number;
  started_at: Date | null;
}

const select = `
  select i.id, i.status, i.log_seq as seq, i.log_hash as hash, i.accommodations, i.ai_policy, i.question_ids, i.question_index,
    i.started_at, a.title, c.name as candidate,
    floor(i.elapsed_ms + coalesce(extract(epoch from clock_timestamp() - i.running_since) * 1000, 0))::bigint as now_ms
  from interviews i join assessments a on a.id = i.assessment_id join candidates c on c.id = i.candidate_id
  where i.id = ? and (?::text is null or i.mode = ?)`;

export const readLogHead = (tx: TenantTx, interview: string, mode: Mode): Promise<LogHead | null> => first(tx, select, interview, mode);

/**
 * Locks the interview until the transaction ends: whoever appends to its log or changes its files comes one after another.
 * `mode` is left out only by callers that found the interview in its mode already.
 */
export const lockLogHead = (tx: TenantTx, interview: string, mode?: Mode): Promise<LogHead | null> =>
  first(tx, `${select} for update of i`, interview, mode);

export async function moveLogHead(tx: TenantTx, interview: string, seq: number, hash: Buffer): Promise<void> {
  await tx.sql('interviews').where({ id: interview }).update({ log_seq: seq, log_hash: hash });
}

async function first(tx: TenantTx, sql: string, interview: string, mode?: Mode): Promise<LogHead | null> {
  const { rows } = await tx.sql.raw<{ rows: LogHead[] }>(sql, [interview, mode ?? null, mode ?? null]);
  return rows[0] ?? null;
}
