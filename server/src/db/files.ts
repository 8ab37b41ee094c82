import type { Mode } from '@interviewlm/protocol';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';

export interface FileRow {
  path: string;
  version: number;
  size: number;
  sha256: string;
  read_only: boolean;
  updated_at: Date;
  /** The newest version that the volume is known to hold; a smaller one than `version` is still on its way there, by whichever process. */
  on_volume: number;
}

export interface FileContent extends FileRow {
  content: Buffer;
}

export interface NewFile {
  path: string;
  content: Buffer;
  sha256: string;
  read_only: boolean;
}

const columns = ['path', 'version', 'size', 'sha256', 'read_only', 'updated_at', 'on_volume'];

export async function listFiles(tx: TenantReads, interview: string): Promise<FileRow[]> {
  return tx.sql('files').where({ interview_id: interview, deleted: false }).orderByRaw('path collate "C"').select<FileRow[]>(columns);
}

/** The same of an interview that may not be there, in one question: null where it isn't, or is erased. */
export async function listFilesOf(reads: TenantReads, interview: string, mode: Mode): Promise<FileRow[] | null> {
  const rows = await reads
    .sql('interviews as i')
    .leftJoin('files as f', (join) => join.on('f.interview_id', 'i.id').andOnVal('f.deleted', false))
    .where({ 'i.id': interview, 'i.mode': mode })
    .whereNot('i.status', 'erased')
    .orderByRaw('f.path collate "C"')
    .select<(FileRow | { path: null })[]>(columns.map((column) => `f.${column}`));
  return rows.length === 0 ? null : rows.filter((row): row is FileRow => row.path !== null);
}

/** Paths that had a file once, with when it was deleted. */
export async function listDeleted(tx: TenantReads, interview: string): Promise<Pick<FileRow, 'path' | 'updated_at'>[]> {
  return tx.sql('files').where({ interview_id: interview, deleted: true }).select<FileRow[]>('path', 'updated_at');
}

/** With content: the whole workspace, or only `paths`. */
export async function readFiles(tx: TenantReads, interview: string, paths?: readonly string[]): Promise<FileContent[]> {
  const query = tx.sql('files').where({ interview_id: interview, deleted: false }).orderByRaw('path collate "C"');
  if (paths) query.whereIn('path', paths);
  return query.select<FileContent[]>([...columns, 'content']);
}

export async function readFile(tx: TenantReads, interview: string, path: string): Promise<FileContent | null> {
  return (await readFiles(tx, interview, [path]))[0] ?? null;
}

/** Writes a file and counts its version up, also over one that was deleted: a path never has two contents under one version. */
export async function putFile(tx: TenantTx, interview: string, file: NewFile): Promise<FileRow> {
  const { rows } = await tx.sql.raw<{ rows: FileRow[] }>(
    `insert into files (tenant_id, interview_id, path, version, content, size, sha256, read_only)
     values (?, ?, ?, 1, ?, ?, ?, ?)
     on conflict (interview_id, path) do update set version = files.version + 1, content = excluded.content, size = excluded.size,
       sha256 = excluded.sha256, read_only = excluded.read_only, deleted = false, updated_at = now()
     returning ${columns.join(', ')}`,
    [tx.tenant, interview, file.path, file.content, file.content.length, file.sha256, file.read_only],
  );
  const [row] = rows;
  if (!row) throw new Error('An upsert returned no row');
  return row;
}

/** Notes that the volume holds these versions. */
export async function noteOnVolume(tx: TenantTx, interview: string, files: readonly Pick<FileRow, 'path' | 'version'>[]): Promise<void> {
  if (files.length === 0) return;
  await tx.sql.raw(
    `update files set on_volume = held.version from unnest(?::text[], ?::int[]) as held (path, version)
     where files.interview_id = ? and files.path = held.path and files.on_volume < held.version`,
    [files.map(({ path }) => path), files.map(({ version }) => version), interview],
  );
}

/** The row stays, without its content, so that versions go on counting. */
export async function deleteFile(tx: TenantTx, interview: string, path: string): Promise<void> {
  await tx
    .sql('files')
    .where({ interview_id: interview, path })
    .update({ deleted: true, content: Buffer.alloc(0), size: 0, updated_at: tx.sql.fn.now() });
}
