import type { Knex } from 'knex';
import type { ErasureCertificate, InterviewStatus, Mode } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/** What is left of an interview that is being, or was, erased. */
export interface ErasureRow {
  interview_id: string;
  mode: Mode;
  interview_created_at: Date;
  requested_at: Date;
  requested_by: string;
  /** It waits for a hold to be lifted. */
  postponed: boolean;
  /** What was found in the archive before it was deleted; null before anybody looked. */
  archive: ErasureCertificate['archive'] | null;
  /** The volume that was found. */
  volume: string | null;
  /** JSON, as it was signed; null until nothing is left. */
  certificate: string | null;
  attempts: number;
  error: string | null;
}

export interface ErasureChange {
  archive?: ErasureCertificate['archive'];
  volume?: string;
  certificate?: string;
  attempts?: number;
  error?: string | null;
  /** Seconds from now until somebody must look at it again; null for never. */
  next_in_s?: number | null;
}

/** An interview that was marked as erased and is still there. */
export interface Remains {
  id: string;
  mode: Mode;
  status: InterviewStatus;
  assessment_id: string;
  candidate_id: string;
  score: { value: number; max: number } | null;
  log_seq: number;
  folded_seq: number;
  folded_hash: Buffer | null;
}

/** `lease_s` is null for one that is postponed. One that was is taken up: who asked first, and when, stays. */
export async function insertErasure(
  tx: TenantTx,
  { id, mode, created_at }: { id: string; mode: Mode; created_at: Date },
  requested_by: string,
  lease_s: number | null,
): Promise<void> {
  const postponed = lease_s === null;
  const next_at = postponed ? null : tx.sql.raw(`now() + ? * interval '1 second'`, [lease_s]);
  const row = { tenant_id: tx.tenant, interview_id: id, mode, interview_created_at: created_at, requested_by, next_at, postponed };
  await tx.sql('erasures').insert(row).onConflict('interview_id').merge(['next_at', 'postponed']);
}

export async function readErasure(tx: TenantTx, mode: Mode, interview: string): Promise<ErasureRow | null> {
  return (await tx.sql('erasures').where({ interview_id: interview, mode }).first<ErasureRow | undefined>()) ?? null;
}

/** Takes on what is due, of any tenant, until `lease_s` seconds from now. */
export const claimErasures = (knex: Knex, atMost: number, lease_s: number) =>
  withoutTenant<{ id: string; tenant_id: string; mode: Mode }>(knex, `select * from claim_erasures(?, ? * interval '1 second')`, [
    atMost,
    lease_s,
  ]);

export async function changeErasure(tx: TenantTx, interview: string, { next_in_s, archive, ...plain }: ErasureChange): Promise<void> {
  const next_at = next_in_s === null ? null : tx.sql.raw(`now() + ? * interval '1 second'`, [next_in_s ?? 0]);
  await tx
    .sql('erasures')
    .where({ interview_id: interview })
    .update({ ...plain, ...(archive && { archive: jsonb(archive) }), ...(next_in_s !== undefined && { next_at }) });
}

/** Locks what is still there until the transaction ends; null once it is gone. */
export async function lockRemains(tx: TenantTx, interview: string): Promise<Remains | null> {
  const { rows } = await tx.sql.raw<{ rows: Remains[] }>(
    `select id, mode, status, assessment_id, candidate_id, score, log_seq, folded_seq, folded_hash from interviews
     where id = ? and status = 'erased' for update`,
    [interview],
  );
  return rows[0] ?? null;
}

/** Its rows in every table that hangs on interviews; tables without any are left out. */
export async function countRows(tx: TenantTx, interview: string): Promise<Record<string, number>> {
  const { rows: tables } = await tx.sql.raw<{ rows: { name: string }[] }>(
    `select distinct conrelid::regclass::text as name from pg_constraint
     where contype = 'f' and confrelid = 'interviews'::regclass and conparentid = 0 order by 1`,
  );
  const counts: Record<string, number> = { interviews: 1 };
  for (const { name } of tables) {
    const row = await tx.sql(name).where({ interview_id: interview }).count<{ count: number }[]>().first();
    if (row && row.count > 0) counts[name] = row.count;
  }
  return counts;
}

/** One line for each saved file: the hash of its content, two spaces, its path. */
export async function digestOfFiles(tx: TenantTx, interview: string): Promise<ErasureCertificate['files']> {
  const { rows } = await tx.sql.raw<{ rows: ErasureCertificate['files'][] }>(
    `select count(*) as count, coalesce(sum(size), 0)::bigint as bytes, encode(sha256(convert_to(
       coalesce(string_agg(sha256 || '  ' || path || E'\\n', '' order by path collate "C"), ''), 'UTF8')), 'hex') as sha256
     from files where interview_id = ? and not deleted`,
    [interview],
  );
  const [row] = rows;
  if (!row) throw new Error('An aggregate returned no row');
  return row;
}

/** Takes everything that hangs on it along. */
export async function deleteInterview(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('interviews').where({ id: interview }).delete();
}

/** False when another interview of theirs needs them. */
export async function deleteCandidate(tx: TenantTx, candidate: string): Promise<boolean> {
  const others = tx.sql('interviews').where({ candidate_id: candidate }).select('id');
  return (await tx.sql('candidates').where({ id: candidate }).whereNotExists(others).delete()) > 0;
}
