import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { StoredWorkspace } from '../../db/archives.js';
import { readFiles } from '../../db/files.js';
import { withTenant } from '../../db/tenant-tx.js';
import { volumeName } from '../files/synced-volume.js';
import type { At } from '../recording/log.js';
import type { VolumePort } from '../volumes/port.js';
import { workspaceKey, type ArchivedInterview } from './keys.js';
import { ArchiveError, type ArchivePort } from './port.js';
import { spool } from './spool.js';
import { readTar, writeTar, type WorkspaceFile } from './tar.js';
import { verify } from './verify.js';
import { compressed, decompressed } from './zstd.js';

export interface WorkspaceSource {
  knex: Knex;
  volumes: VolumePort;
}

/**
 * Puts the whole volume away as a compressed tar archive and reads it back, down to the hash of the tar. Of a volume that is gone, the
 * saved files are stored instead: they are the truth. `content_bytes` is what the files hold.
 */
export async function storeWorkspace(
  source: WorkspaceSource,
  archive: ArchivePort,
  at: At,
  of: ArchivedInterview,
): Promise<StoredWorkspace & { content_bytes: number }> {
  const tally = { files: 0, content_bytes: 0, hash: createHash('sha256') };
  const packed = await spool(compressed(tallied(writeTar(counted(await filesOf(source, at), tally)), tally)));
  try {
    const key = workspaceKey(of);
    const { sha256, size } = await archive.put(key, packed, {
      content_type: 'application/zstd',
      tags: { tenant: of.tenant, interview: of.interview, mode: at.mode, kind: 'workspace' },
    });
    const { files, content_bytes } = tally;
    const stored = { key, bytes: size, sha256, files, tar_sha256: tally.hash.digest('hex') };
    await verify(archive, stored);
    for await (const _file of readWorkspace(archive, stored));
    return { ...stored, content_bytes };
  } finally {
    await packed.close();
  }
}

/** The files as they were stored, one after another. Throws `corrupt` after the last when the archive isn't what was stored. */
export async function* readWorkspace(archive: ArchivePort, { key, tar_sha256 }: StoredWorkspace): AsyncGenerator<WorkspaceFile> {
  const hash = createHash('sha256');
  yield* readTar(tallied(decompressed(archive.stream(key)), { hash }));
  if (hash.digest('hex') !== tar_sha256) throw new ArchiveError('corrupt', `${key} is not what was stored`);
}

async function filesOf({ knex, volumes }: WorkspaceSource, at: At): Promise<AsyncIterable<WorkspaceFile>> {
  const name = volumeName(at.interview);
  return (await volumes.exists(name)) ? onVolume(volumes, name) : saved(knex, at);
}

async function* onVolume(volumes: VolumePort, name: string): AsyncGenerator<WorkspaceFile> {
  for (const { path, mtime_ms } of await volumes.tree(name)) yield { path, mtime_ms, content: await volumes.read(name, path) };
}

async function* saved(knex: Knex, at: At): AsyncGenerator<WorkspaceFile> {
  const files = await withTenant(knex, at.tenant, (tx) => readFiles(tx, at.interview));
  for (const { path, updated_at, content } of files) yield { path, mtime_ms: updated_at.getTime(), content };
}

async function* counted(
  files: AsyncIterable<WorkspaceFile>,
  tally: { files: number; content_bytes: number },
): AsyncGenerator<WorkspaceFile> {
  for await (const file of files) {
    tally.files++;
    tally.content_bytes += file.content.byteLength;
    yield file;
  }
}

async function* tallied(pieces: AsyncIterable<Uint8Array>, { hash }: { hash: ReturnType<typeof createHash> }): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
