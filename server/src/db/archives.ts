import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/**
 * `due`: something is not in the archive yet. `kept`: everything is, and also still where it came from. `cold`: it is only in the archive;
 * `next_at` is null then.
 */
export type ArchiveState = 'due' | 'kept' | 'cold';

/** One object as it was put, and verified by reading it back. */
export interface StoredObject {
  key: string;
  bytes: number;
  sha256: string;
  /** It has to be stored again: there is something newer, or the archive has lost it. */
  stale?: boolean;
}

export interface StoredWorkspace extends StoredObject {
  files: number;
  /** SHA-256 of the tar archive before it was compressed. */
  tar_sha256: string;
}

/** The object is the index; `digest` tells the segments that it covers from any others. */
export interface StoredRecording extends StoredObject {
  digest: string;
  segments: number;
  /** Of all segments together. */
  segment_bytes: number;
}

export interface ArchiveRow {
  interview_id: string;
  mode: Mode;
  state: ArchiveState;
  /** Failed or lost tries since the last that succeeded. */
  attempts: number;
  error: string | null;
  workspace: StoredWorkspace | null;
  recording: StoredRecording | null;
  volume_bytes: number;
  volume_counted_until: Date | null;
  volume_deleted_at: Date | null;
  /** Somebody works on it until then, or has died. */
  claimed_until: Date | null;
  created_at: Date;
  archived_at: Date | null;
  /** Of its assessment; null for what the server says. */
  retention_days: number | null;
  /** A legal hold stands on the interview. */
  held: boolean;
  /** The time of the recording was over: nothing of it is left. */
  recording_erased: boolean;
}

/** What of a row a step changes. */
export interface ArchiveChange {
  state?: ArchiveState;
  /** Seconds from now until somebody must look at it again; null for never. */
  next_in_s?: number | null;
  attempts?: number;
  error?: string | null;
  workspace?: StoredWorkspace;
  recording?: StoredRecording;
  volume_bytes?: number;
  volume_counted_until?: Date;
  volume_deleted?: boolean;
}

export interface ClaimedArchive {
  id: string;
  tenant_id: string;
  mode: Mode;
}

/**
 * From now on somebody owes the interview an archive, in the transaction that ends it. Of one that was archived before, because it had
 * expired, only a workspace that is still there is stored again. Nothing is owed to an interview that never began.
 */
export async function owe(tx: TenantTx, interview: string, in_s: number): Promise<void> {
  await tx.sql.raw(
    `insert into archives as a (tenant_id, interview_id, mode, state, next_at)
     select tenant_id, id, mode, 'due', now() + ? * interval '1 second' from interviews where id = ? and started_at is not null
     on conflict (interview_id) do update set state = 'due', next_at = excluded.next_at, attempts = 0, error = null,
       workspace = case when a.volume_deleted_at is null then a.workspace || '{"stale": true}' else a.workspace end`,
    [in_s, interview],
  );
}

/** Takes on what is due, of any tenant, until `lease_s` seconds from now. */
export const claimArchives = (knex: Knex, atMost: number, lease_s: number) =>
  withoutTenant<ClaimedArchive>(knex, `select * from claim_archives(?, ? * interval '1 second')`, [atMost, lease_s]);

const select = `select a.*, i.archived_at, s.retention_days,
  exists (select from holds h where h.interview_id = a.interview_id and h.lifted_at is null) as held,
  jsonb_exists(i.erased, 'recording') as recording_erased from archives a join interviews i on i.id = a.interview_id
  join assessments s on s.id = i.assessment_id where a.interview_id = ?`;

export const readArchive = (tx: TenantTx, interview: string): Promise<ArchiveRow | null> => first(tx, select, interview);

/** Locks the row until the transaction ends. */
export const lockArchive = (tx: TenantTx, interview: string): Promise<ArchiveRow | null> =>
  first(tx, `${select} for update of a`, interview);

export async function changeArchive(tx: TenantTx, interview: string, change: ArchiveChange): Promise<void> {
  const { next_in_s, workspace, recording, volume_deleted, ...plain } = change;
  await tx
    .sql('archives')
    .where({ interview_id: interview })
    .update({
      ...plain,
      ...(next_in_s !== undefined && {
        next_at: next_in_s === null ? null : tx.sql.raw(`now() + ? * interval '1 second'`, [next_in_s]),
        claimed_until: null,
      }),
      ...(workspace !== undefined && { workspace: jsonb(workspace) }),
      ...(recording !== undefined && { recording: jsonb(recording) }),
      ...(volume_deleted === true && { volume_deleted_at: tx.sql.fn.now() }),
    });
}

export async function setArchived(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('interviews').where({ id: interview }).update({ archived_at: tx.sql.fn.now() });
}

async function first(tx: TenantTx, sql: string, interview: string): Promise<ArchiveRow | null> {
  return (await tx.sql.raw<{ rows: ArchiveRow[] }>(sql, [interview])).rows[0] ?? null;
}
