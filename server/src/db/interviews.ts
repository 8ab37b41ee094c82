import type { Knex } from 'knex';
import type { Accommodations, AdaptiveRules, AiPolicy, InterviewStatus, Mode, QueryOf } from '@interviewlm/protocol';
import { conditionsOf } from './conditions.js';
import type { Erased } from './erased-classes.js';
import { closedPairs, openedPairs } from './personal/columns.js';
import { openedFields } from './personal/person.js';
import { personConditions } from './personal/conditions.js';
import { jsonb } from './storable.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/** An interview with what is shown of its assessment and candidate. */
export interface InterviewRow {
  id: string;
  mode: Mode;
  status: InterviewStatus;
  assessment_id: string;
  title: string;
  description: string;
  candidate_id: string;
  candidate_name: string;
  candidate_email: string | null;
  external_id: string | null;
  accommodations: Accommodations;
  ai_policy: AiPolicy;
  metadata: Record<string, string>;
  redirect_url: string | null;
  self_identification: boolean;
  limit_ms: number;
  /** Time used so far, by Postgres's clock. */
  elapsed_ms: number;
  running: boolean;
  score: { value: number; max: number } | null;
  /** The legal hold that stands on it. Under the interview's lock, ask `standingHold`. */
  hold_id: string | null;
  hold_reason: string | null;
  hold_placed_by: string | null;
  hold_placed_at: Date | null;
  erasure_requested_at: Date | null;
  erased: Erased;
  created_at: Date;
  started_at: Date | null;
  submitted_at: Date | null;
  archived_at: Date | null;
  expires_at: Date;
  /** The time is over, or nobody came (back) before `expires_at`, whatever the status says still. */
  due: boolean;
}

export interface NewInterviewRow {
  id: string;
  mode: Mode;
  assessment_id: string;
  candidate_id: string;
  accommodations: Accommodations;
  ai_policy: AiPolicy;
  metadata: Record<string, string>;
  redirect_url: string | null;
  limit_ms: number;
  question_ids: readonly string[];
  adaptive: AdaptiveRules | null;
  follow_ups: boolean;
  /** Whether another question may still be chosen. */
  selecting: boolean;
  expires_at: Date;
}

/** Milliseconds on the interview's clock at this very moment; pauses don't count. */
const elapsed = `i.elapsed_ms + floor(coalesce(extract(epoch from clock_timestamp() - i.running_since) * 1000, 0))::bigint`;

const select = `
  select i.id, i.mode, i.status, i.assessment_id, a.title, a.description, i.candidate_id, c.name as candidate_name,
    c.email as candidate_email, c.external_id, i.accommodations, i.ai_policy, i.metadata, i.redirect_url,
    a.self_identification, i.limit_ms,
    least(${elapsed}, i.limit_ms) as elapsed_ms, i.running_since is not null as running, i.score,
    h.id as hold_id, h.reason as hold_reason, h.placed_by as hold_placed_by, h.placed_at as hold_placed_at, e.requested_at as erasure_requested_at,
    i.erased, i.created_at, i.started_at,
    i.submitted_at, i.archived_at, i.expires_at, ((i.status <> 'started' and i.expires_at <= now()) or (i.running_since is not null and ${elapsed} >= i.limit_ms)) as due
  from interviews i join assessments a on a.id = i.assessment_id join candidates c on c.id = i.candidate_id
  left join holds h on h.interview_id = i.id and h.lifted_at is null left join erasures e on e.interview_id = i.id`;

export async function insertInterview(tx: TenantTx, row: NewInterviewRow): Promise<void> {
  await tx.sql('interviews').insert({
    ...row,
    tenant_id: tx.tenant,
    status: 'created',
    accommodations: jsonb(row.accommodations),
    ai_policy: jsonb(row.ai_policy),
    metadata: jsonb(closedPairs(tx, 'interviews.metadata', row.id, row.metadata)),
    adaptive: row.adaptive && jsonb(row.adaptive),
  });
}

export const readInterview = (tx: TenantReads, mode: Mode, id: string): Promise<InterviewRow | null> =>
  first(tx, `${select} where i.id = ? and i.mode = ? and i.status <> 'erased'`, [id, mode]);

/** Locks the interview until the transaction ends: changes of its status come one after another. */
export const lockInterview = (tx: TenantTx, mode: Mode, id: string): Promise<InterviewRow | null> =>
  first(tx, `${select} where i.id = ? and i.mode = ? and i.status <> 'erased' for update of i`, [id, mode]);

/** Newest first, from just before the interview `before`. */
export async function listInterviews(
  tx: TenantReads,
  mode: Mode,
  query: Omit<QueryOf<'listInterviews'>, 'cursor'> & { before?: string },
): Promise<InterviewRow[]> {
  const { where, values } = conditionsOf([
    ['i.mode = ?', mode],
    ['i.id < ?', query.before],
    ['i.status = ?', query.status],
    ['i.assessment_id = ?', query.assessment],
    ...personConditions(tx, query),
    ['(h.id is not null) = ?', query.held === undefined ? undefined : query.held === 'true'],
    ['i.created_at >= ?', query.created_from],
    ['i.created_at < ?', query.created_to],
  ]);
  const text = `${select} where i.status <> 'erased' and ${where} order by i.id desc limit ?`;
  return (await tx.sql.raw<{ rows: InterviewRow[] }>(text, [...values, query.limit])).rows.map((row) => openedRow(tx, row));
}

export async function setStatus(tx: TenantTx, id: string, status: InterviewStatus): Promise<void> {
  await tx.sql('interviews').where({ id }).update({ status });
}

/** Lets the clock run from now. The first time is the start of the interview. */
export async function startClock(tx: TenantTx, id: string): Promise<void> {
  await tx.sql.raw(
    `update interviews set running_since = clock_timestamp(), started_at = coalesce(started_at, clock_timestamp()) where id = ? and running_since is null`,
    [id],
  );
}

/** Stops the clock and keeps what it says, at most the limit. */
export async function stopClock(tx: TenantTx, id: string): Promise<void> {
  await tx.sql.raw(`update interviews i set elapsed_ms = least(${elapsed}, i.limit_ms), running_since = null where id = ?`, [id]);
}

/** Notes that it is being handed in, for so long at most; 0 ends that. */
export async function setHandingIn(tx: TenantTx, id: string, for_s: number): Promise<void> {
  await tx.sql.raw(`update interviews set handing_in_until = clock_timestamp() + ? * interval '1 second' where id = ?`, [for_s, id]);
}

export async function setSubmitted(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('interviews').where({ id }).update({ submitted_at: tx.sql.fn.now() });
}

/** Whether it is another one than before. */
export async function setScore(tx: TenantTx, id: string, score: { value: number; max: number } | null): Promise<boolean> {
  const value = score && jsonb(score);
  const changed = await tx.sql('interviews').where({ id }).whereRaw('score is distinct from ?::jsonb', [value]).update({ score: value });
  return changed > 0;
}

/** What a reopened workspace finds again. */
export async function countContent(tx: TenantTx, id: string): Promise<{ files: number; chat_messages: number }> {
  const { rows } = await tx.sql.raw<{ rows: { files: number; chat_messages: number }[] }>(
    `select (select count(*) from files where interview_id = :id and not deleted) as files,
       (select count(*) from chat_messages where interview_id = :id) as chat_messages`,
    { id },
  );
  return rows[0] ?? { files: 0, chat_messages: 0 };
}

/** Interviews of any tenant whose time is over but whose status doesn't say so yet. */
export const listDue = (knex: Knex, atMost: number) =>
  withoutTenant<{ id: string; tenant_id: string; mode: Mode }>(knex, 'select * from due_interviews(?)', [atMost]);

async function first(tx: TenantReads, sql: string, values: readonly Knex.Value[]): Promise<InterviewRow | null> {
  const [row] = (await tx.sql.raw<{ rows: InterviewRow[] }>(sql, [...values])).rows;
  return row ? openedRow(tx, row) : null;
}

function openedRow(tx: TenantReads, row: InterviewRow): InterviewRow {
  const stored = { name: row.candidate_name, email: row.candidate_email, external_id: row.external_id };
  const { name, email, external_id } = openedFields(tx, row.candidate_id, stored);
  const metadata = openedPairs(tx, 'interviews.metadata', row.id, row.metadata);
  return { ...row, candidate_name: name, candidate_email: email, external_id, metadata };
}
