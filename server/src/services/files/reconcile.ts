import { listDeleted, listFiles, noteOnVolume, type FileRow } from '../../db/files.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { TreeEntry } from '../volumes/port.js';
import { inParallel, readEntry } from './read-entry.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';

/**
 * The first look of this process, or the first after another sandbox. Afterwards the volume is as a scan expects it.
 *
 * FR1 What is equal to the saved file is only noted. FR2 What is missing, or belongs to the question, is put there again.
 * FR3 What differs and is older than the save, or was replaced by us before, is a volume that went back in time: the save wins.
 * FR4 What differs and is newer was made in the terminal while no one watched: it is left for the scan, which takes it.
 * FR5 A file that was deleted since goes again, by the same two rules.
 */
export async function reconcile(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  await deps.volumes.create(volume.name);
  const onVolume = new Map((await deps.volumes.tree(volume.name)).map((entry) => [entry.path, entry]));
  const reads = tenantReads(deps.knex, volume.at.tenant);
  const [saved, deleted] = await Promise.all([listFiles(reads, volume.at.interview), listDeleted(reads, volume.at.interview)]);
  const before = new SeenBefore(deps, volume);
  volume.seen = new Map();
  const held: FileRow[] = [];
  await inParallel(saved, async (file) => {
    const entry = onVolume.get(file.path);
    const hash = entry && entry.size === file.size ? await before.hashOf(entry) : null;
    if (entry && hash === file.sha256) {
      volume.see(entry, hash);
      held.push(file);
    } else if (!entry || file.read_only || (await before.isOld(entry, file))) {
      volume.dirty.add(file.path);
    } else {
      // What is there now is newer than what was saved, and stands for it.
      held.push(file);
    }
  });
  await inParallel(deleted, async (file) => {
    const entry = onVolume.get(file.path);
    if (entry && (await before.isOld(entry, file))) volume.dirty.add(file.path);
  });
  const news = held.filter(({ on_volume, version }) => on_volume < version);
  if (news.length > 0) await withTenant(deps.knex, volume.at.tenant, (tx) => noteOnVolume(tx, volume.at.interview, news));
  volume.reconciled = true;
}

/** What was known of the volume until now spares most of the reading. */
class SeenBefore {
  private readonly known: SyncedVolume['seen'];

  constructor(
    private readonly deps: SyncDeps,
    private readonly volume: SyncedVolume,
  ) {
    this.known = volume.seen;
  }

  async hashOf(entry: TreeEntry): Promise<string | null> {
    const known = this.known.get(entry.path);
    if (known?.size === entry.size && known.mtime_ms === entry.mtime_ms) return known.sha256;
    return (await readEntry(this.deps, this.volume, entry))?.sha256 ?? null;
  }

  async isOld(entry: TreeEntry, { path, updated_at }: Pick<FileRow, 'path' | 'updated_at'>): Promise<boolean> {
    if (entry.mtime_ms <= updated_at.getTime()) return true;
    const hash = await this.hashOf(entry);
    return hash !== null && this.volume.wasReplaced(path, hash);
  }
}
