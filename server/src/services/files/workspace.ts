import { pathProblem, type FileOrigin } from '@interviewlm/protocol';
import { deleteFile, putFile, readFile, readFiles, type FileRow } from '../../db/files.js';
import { ApiError, invalid, notFound } from '../../errors.js';
import { encode } from './content.js';
import { requireRoom } from './rules.js';
import type { Desk } from './save.js';

/**
 * What an `If-Match` header says: the version a write is based on, 0 for a file that must not exist yet, null for any.
 * Quotes and a weak mark are allowed, as in an ETag.
 */
export function baseVersion(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null;
  const [, version] = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(header) ?? [];
  if (version === undefined) throw invalid('headers.if-match', 'invalid_version', 'If-Match must be a version number.');
  return Number(version);
}

/** 409 `version_conflict` with what both sides have, unless `base` is the newest or `sha256` is what is there already. */
export async function requireBase(desk: Desk, path: string, base: number | null, sha256: string): Promise<void> {
  const row = desk.tree.find((file) => file.path === path);
  if (base === null || (row?.version ?? 0) === base || row?.sha256 === sha256) return;
  const current = row && (await readFile(desk.tx, desk.head.id, path));
  throw new ApiError('version_conflict', `${path} is at version ${row?.version ?? 0}, the write was based on ${base}.`, {
    base_version: base,
    current: current ? { version: current.version, sha256: current.sha256, ...encode(current.content) } : null,
  });
}

/** Removes a file, or a folder with all that is in it. */
export async function remove(desk: Desk, path: string, origin: FileOrigin): Promise<void> {
  const files = below(desk, path);
  if (origin !== 'question') requireWritable(files);
  for (const file of files) await deleteFile(desk.tx, desk.head.id, file.path);
  desk.tree = desk.tree.filter((file) => !files.includes(file));
  desk.events.push({ type: 'file.delete', data: { path, origin } });
  if (origin !== 'terminal') desk.touched.push(...files.map((file) => file.path));
}

/** Renames a file or a folder; what is at the target is never overwritten. */
export async function move(desk: Desk, from: string, to: string): Promise<void> {
  const files = below(desk, from);
  requireWritable(files);
  if (to === from) return;
  if (to.startsWith(`${from}/`)) throw invalid('body.to', 'inside_itself', 'A folder can not move into itself.');
  if (desk.tree.some((file) => file.path === to || file.path.startsWith(`${to}/`))) throw new ApiError('file_exists');
  const contents = await readFiles(
    desk.tx,
    desk.head.id,
    files.map((file) => file.path),
  );
  for (const file of contents) await moveOne(desk, file, `${to}${file.path.slice(from.length)}`);
  desk.events.push({ type: 'file.move', data: { from, to, origin: 'editor' } });
}

async function moveOne(desk: Desk, file: FileRow & { content: Buffer }, path: string): Promise<void> {
  const problem = pathProblem(path);
  if (problem) throw invalid('body.to', 'invalid_path', `A path below it ${problem}.`);
  await deleteFile(desk.tx, desk.head.id, file.path);
  desk.tree = desk.tree.filter(({ path: old }) => old !== file.path);
  requireRoom(desk.tree, path, file.size, { path: 'body.to', content: 'body.to' });
  desk.tree.push(await putFile(desk.tx, desk.head.id, { ...file, path }));
  desk.touched.push(file.path, path);
}

function below(desk: Desk, path: string): FileRow[] {
  const files = desk.tree.filter((file) => file.path === path || file.path.startsWith(`${path}/`));
  if (files.length === 0) throw notFound('file');
  return files;
}

function requireWritable(files: readonly FileRow[]): void {
  const locked = files.find((file) => file.read_only);
  if (locked) throw new ApiError('file_read_only', `${locked.path} belongs to the question.`);
}
