import { limits } from '@interviewlm/protocol';
import { noteOnVolume, type FileRow } from '../../db/files.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { appendTo, openLog } from '../recording/log.js';
import type { TreeEntry } from '../volumes/port.js';
import { requireSameMount } from './mount.js';
import { inParallel, readEntry, type Found } from './read-entry.js';
import { isRecorded } from './rules.js';
import { openDesk, save, type Desk } from './save.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';
import { remove } from './workspace.js';

/**
 * Takes what the terminal did to the volume into the saved files and the log.
 *
 * FS1 Only content that differs from what was last seen on the volume counts as a change: a copy of ours that comes late is none.
 * FS2 A path whose newest version is not on the volume yet is left alone, whichever process saved it: the save wins and is pushed.
 * FS3 The question's own files are put back. FS4 Files over the limits stay on the volume and are not recorded.
 * FS5 What was read through a sandbox that has ended since counts for nothing: see `reconcile`.
 */
export async function scan(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  const tree = await deps.volumes.tree(volume.name);
  const found = await readChanged(
    deps,
    volume,
    tree.filter((entry) => isRecorded(entry.path) && entry.size <= limits.fileBytes),
  );
  const present = new Set(tree.map((entry) => entry.path));
  const gone = [...volume.seen.keys()].filter((path) => !present.has(path));
  const changed = found.filter((file) => volume.seen.get(file.entry.path)?.sha256 !== file.sha256);
  if (changed.length + gone.length > 0) {
    await requireSameMount(deps, volume);
    await take(deps, volume, changed, gone);
  }
  for (const path of gone) volume.replace(path);
  for (const { entry, sha256: hash } of found) volume.see(entry, hash);
}

async function readChanged(deps: SyncDeps, volume: SyncedVolume, tree: readonly TreeEntry[]): Promise<Found[]> {
  const found: Found[] = [];
  await inParallel(
    tree.filter((entry) => volume.hashOf(entry) === null),
    async (entry) => {
      const file = await readEntry(deps, volume, entry);
      if (file) found.push(file);
    },
  );
  return found;
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
  if (!file || isOnItsWay(volume, file)) return;
  if (file.read_only) volume.dirty.add(path);
  else await remove(desk, path, 'terminal');
}

async function takeWrite(desk: Desk, volume: SyncedVolume, { entry, content, sha256: hash }: Found): Promise<void> {
  const { path } = entry;
  const file = desk.tree.find((saved) => saved.path === path);
  if (file?.sha256 === hash || volume.dirty.has(path) || (file && isOnItsWay(volume, file))) return;
  if (file?.read_only) return void volume.dirty.add(path);
  try {
    const row = await save(desk, { path, content, origin: 'terminal' });
    await noteOnVolume(desk.tx, desk.head.id, [row]);
  } catch (error) {
    // FS4: the workspace is full; the file stays where the candidate made it.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Another process may have saved it. If that one died before its push, the push is ours. */
function isOnItsWay(volume: SyncedVolume, { path, version, on_volume, updated_at }: FileRow): boolean {
  if (volume.dirty.has(path)) return true;
  if (on_volume >= version) return false;
  if (updated_at.getTime() < Date.now() - longestPush_ms) volume.dirty.add(path);
  return true;
}

const longestPush_ms = 10_000;
