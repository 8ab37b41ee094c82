import type { Accommodations, AdaptiveRules, AiPolicy, InterviewStatus, Mode } from '@interviewlm/protocol';
import { opened } from './personal/columns.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';

/** An interview as the services inside it see it: where its log ends, what its clock says, what it allows. */
export interface LogHead {
  id: string;
  status: InterviewStatus;
  title: string;
  candidate_id: string;
  candidate: string;
  seq: number;
  hash: Buffer | null;
  /** The last moments that page and server wrote: a clock that is set back a little doesn't put events out of order. */
  page_ms: number;
  server_ms: number;
  /** How often the stored segments were rewritten: whoever rewrites them next can tell whether somebody else did meanwhile. */
  folds: number;
  /** Up to where events are folded, and the head of the chain of events there. */
  folded_seq: number;
  folded_hash: Buffer | null;
  /** The head of the chain of segments there. */
  folded_head: Buffer | null;
  /** Milliseconds on the interview's clock now, by Postgres: one clock for every API process. Pauses don't count. */
  now_ms: number;
  accommodations: Accommodations;
  ai_policy: AiPolicy;
  question_ids: string[];
  question_index: number;
  /** Null where the questions have a fixed order. */
  adaptive: AdaptiveRules | null;
  /** Whether a solved question is followed by one that builds on it. */
  follow_ups: boolean;
  /** Whether another question may still be chosen: in a fixed order, whether something builds on the one that the candidate is at. */
  selecting: boolean;
  started_at: Date | null;
  /** Whether it is being handed in at this moment. */
  handing_in: boolean;
}

const select = `
  select i.id, i.status, i.log_seq as seq, i.log_hash as hash, i.page_ms, i.server_ms, i.folds, i.folded_seq, i.folded_hash, i.folded_head, i.accommodations, i.ai_policy, i.question_ids, i.question_index, i.adaptive, i.follow_ups, i.selecting,
    i.started_at, coalesce(i.handing_in_until > clock_timestamp(), false) as handing_in, a.title, c.id as candidate_id, c.name as candidate,
    floor(i.elapsed_ms + coalesce(extract(epoch from clock_timestamp() - i.running_since) * 1000, 0))::bigint as now_ms
  from interviews i join assessments a on a.id = i.assessment_id join candidates c on c.id = i.candidate_id
  where i.id = ? and (?::text is null or i.mode = ?)`;

/** `mode` is left out only by callers that found the interview in its mode already. */
export const readLogHead = (tx: TenantReads, interview: string, mode?: Mode): Promise<LogHead | null> => first(tx, select, interview, mode);

/** Locks the interview until the transaction ends: whoever appends to its log or changes its files comes one after another. */
export const lockLogHead = (tx: TenantTx, interview: string, mode?: Mode): Promise<LogHead | null> =>
  first(tx, `${select} for update of i`, interview, mode);

export type Folded = Pick<LogHead, 'folded_seq' | 'folded_hash' | 'folded_head'>;

/** Notes that the segments were rewritten. False when somebody else did since `folds` was read. */
export async function moveFolded(tx: TenantTx, interview: string, folds: number, folded: Partial<Folded>): Promise<boolean> {
  const changed = { ...folded, folds: folds + 1 };
  return (await tx.sql('interviews').where({ id: interview, folds }).update(changed)) === 1;
}

async function first(tx: TenantReads, sql: string, interview: string, mode?: Mode): Promise<LogHead | null> {
  const { rows } = await tx.sql.raw<{ rows: LogHead[] }>(sql, [interview, mode ?? null, mode ?? null]);
  const [head] = rows;
  return head ? { ...head, candidate: opened(tx, 'candidates.name', head.candidate_id, head.candidate) } : null;
}

/** From now on whoever appends tells of it, for so long; also after what is being appended at this moment. */
export async function markFollowed(tx: TenantTx, interview: string, for_s: number): Promise<void> {
  await tx.sql.raw(
    `update interviews set followed_until = now() + :for_s * interval '1 second'
     where id = :interview and (followed_until is null or followed_until < now() + :for_s / 2 * interval '1 second')`,
    { interview, for_s },
  );
}
