import { limits } from '@interviewlm/protocol';
import { listFiles } from '../../db/files.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { sha256 } from '../recording/codec.js';
import { appendTo, openLog } from '../recording/log.js';
import { VolumeError, type TreeEntry } from '../volumes/port.js';
import { isRecorded } from './rules.js';
import { openDesk, save, type Desk } from './save.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';
import { remove } from './workspace.js';

interface Found {
  entry: TreeEntry;
  content: Buffer;
  sha256: string;
}

/**
 * Takes what the terminal did to the volume into the saved files and the log.
 *
 * FS1 Only content that differs from what was last seen on the volume counts as a change: a copy of ours that comes late is none.
 * FS2 A path that was saved meanwhile is left alone: the later save wins and is pushed again.
 * FS3 The question's own files are put back. FS4 Files over the limits stay on the volume and are not recorded.
 */
export async function scan(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  const tree = (await deps.volumes.tree(volume.name)).filter((entry) => isRecorded(entry.path) && entry.size <= limits.fileBytes);
  const found = await readChanged(deps, volume, tree);
  const present = new Set(tree.map((entry) => entry.path));
  const gone = [...volume.seen.keys()].filter((path) => !present.has(path));
  const changed = found.filter((file) => volume.seen.get(file.entry.path)?.sha256 !== file.sha256);
  if (changed.length + gone.length > 0) await take(deps, volume, changed, gone);
  for (const path of gone) volume.seen.delete(path);
  for (const { entry, sha256: hash } of found) volume.seen.set(entry.path, { size: entry.size, mtime_ms: entry.mtime_ms, sha256: hash });
}

/**
 * The first look of this process: what is newer on the volume was made in the terminal while no one watched, the rest is brought
 * to what is saved. Afterwards the volume is as a scan expects it.
 */
export async function reconcile(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  await deps.volumes.create(volume.name);
  const onVolume = new Map((await deps.volumes.tree(volume.name)).map((entry) => [entry.path, entry]));
  const saved = await withTenant(deps.knex, volume.at.tenant, (tx) => listFiles(tx, volume.at.interview));
  for (const file of saved) {
    const entry = onVolume.get(file.path);
    if (entry && entry.size === file.size && (await read(deps, volume, entry))?.sha256 === file.sha256) {
      volume.seen.set(file.path, { size: entry.size, mtime_ms: entry.mtime_ms, sha256: file.sha256 });
    } else if (!entry || file.read_only || entry.mtime_ms <= file.updated_at.getTime()) {
      volume.dirty.add(file.path);
    }
  }
  volume.reconciled = true;
}

async function readChanged(deps: SyncDeps, volume: SyncedVolume, tree: readonly TreeEntry[]): Promise<Found[]> {
  const changed = tree.filter((entry) => {
    const seen = volume.seen.get(entry.path);
    return !seen || seen.size !== entry.size || seen.mtime_ms !== entry.mtime_ms;
  });
  const found: Found[] = [];
  for (const entry of changed) {
    const file = await read(deps, volume, entry);
    if (file) found.push(file);
  }
  return found;
}

/** Null for what vanished, or became something else than a file, since the tree was read. */
async function read(deps: SyncDeps, volume: SyncedVolume, entry: TreeEntry): Promise<Found | null> {
  try {
    const content = Buffer.from(await deps.volumes.read(volume.name, entry.path));
    return content.length > limits.fileBytes ? null : { entry, content, sha256: sha256(content).toString('hex') };
  } catch (error) {
    if (error instanceof VolumeError && error.code !== 'unavailable') return null;
    throw error;
  }
}

async function take(deps: SyncDeps, volume: SyncedVolume, changed: readonly Found[], gone: readonly string[]): Promise<void> {
  await withTenant(deps.knex, volume.at.tenant, async (tx) => {
    const head = await openLog(tx, volume.at);
    if (head.status !== 'started' && head.status !== 'paused') return;
    const desk = await openDesk(tx, head);
    for (const path of gone) await takeRemoval(desk, volume, path);
    for (const file of changed) await takeWrite(desk, volume, file);
    await appendTo(tx, head, desk.events);
  });
}

async function takeRemoval(desk: Desk, volume: SyncedVolume, path: string): Promise<void> {
  const file = desk.tree.find((saved) => saved.path === path);
  if (!file || volume.dirty.has(path)) return;
  if (file.read_only) volume.dirty.add(path);
  else await remove(desk, path, 'terminal');
}

async function takeWrite(desk: Desk, volume: SyncedVolume, { entry, content, sha256: hash }: Found): Promise<void> {
  const { path } = entry;
  const file = desk.tree.find((saved) => saved.path === path);
  if (file?.sha256 === hash || volume.dirty.has(path)) return;
  if (file?.read_only) return void volume.dirty.add(path);
  try {
    await save(desk, { path, content, origin: 'terminal' });
  } catch (error) {
    // FS4: the workspace is full; the file stays where the candidate made it.
    if (!(error instanceof ApiError)) throw error;
  }
}
