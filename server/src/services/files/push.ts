import { noteOnVolume, readFiles, type FileContent } from '../../db/files.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { VolumeError, type FileChange } from '../volumes/port.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';

/** The time that a copy of ours has not been seen with yet: the next scan reads it once. */
const unknownTime = -1;

/** Brings the dirty paths to what is saved now. A path that fails stays dirty. */
export async function push(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  while (volume.dirty.size > 0) {
    const paths = [...volume.dirty];
    // Before anything is read: what is touched from here on may not be in what is read, and has to be pushed again.
    volume.dirty.clear();
    try {
      const files = await readFiles(tenantReads(deps.knex, volume.at.tenant), volume.at.interview, paths);
      await deps.volumes.create(volume.name);
      await write(deps, volume, paths, files);
      remember(volume, paths, files);
      await withTenant(deps.knex, volume.at.tenant, (tx) => noteOnVolume(tx, volume.at.interview, files));
    } catch (error) {
      for (const path of paths) volume.dirty.add(path);
      throw error;
    }
  }
}

/** Deletions first: a file may take the place of a folder, and the other way round. */
async function write(deps: SyncDeps, volume: SyncedVolume, paths: readonly string[], files: readonly FileContent[]): Promise<void> {
  const kept = new Set(files.map((file) => file.path));
  const removed = paths.filter((path) => !kept.has(path));
  for (const path of removed) await replaceable(deps, volume.name, { kind: 'delete', path });
  const writes = files.map(({ path, content }): FileChange => ({ kind: 'write', path, content }));
  try {
    await deps.volumes.write(volume.name, writes);
  } catch (error) {
    if (!isPlanted(error)) throw error;
    for (const change of writes) await replaceable(deps, volume.name, change);
  }
}

/** One path alone; what the candidate planted there (a link, a folder, a device) is the candidate's own loss, not everyone's. */
async function replaceable(deps: SyncDeps, name: string, change: FileChange): Promise<void> {
  try {
    await deps.volumes.write(name, [change]);
  } catch (error) {
    if (!isPlanted(error)) throw error;
  }
}

const isPlanted = (error: unknown) =>
  error instanceof VolumeError && (error.code === 'not_a_file' || error.code === 'not_found' || error.code === 'invalid_path');

function remember(volume: SyncedVolume, paths: readonly string[], files: readonly FileContent[]): void {
  for (const path of paths) volume.replace(path);
  for (const { path, size, sha256 } of files) volume.seen.set(path, { size, mtime_ms: unknownTime, sha256 });
}
