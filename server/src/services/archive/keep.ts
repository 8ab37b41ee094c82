import { changeArchive, lockArchive, type ArchiveRow } from '../../db/archives.js';
import { lockLogHead } from '../../db/log-heads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { deleteSegments, digestOfSegments } from '../../db/whole-segments.js';
import { volumeName } from '../files/synced-volume.js';
import type { At } from '../recording/log.js';
import { priced } from '../usage/prices.js';
import { volumeDays } from '../usage/volume-days.js';
import { counted } from './counted.js';
import { retentionOf, type ArchivingDeps } from './deps.js';
import { ArchiveError } from './port.js';
import { readRecording, restoreRecording, verifyRecording } from './recording.js';
import { verify } from './verify.js';

const day_s = 86_400;

/**
 * Counts what the volume costs, once a day, and when the time of retention is over leaves the interview to the archive alone. Under a legal
 * hold everything stays where it is.
 */
export async function keep(deps: ArchivingDeps, at: At, row: ArchiveRow): Promise<void> {
  const left_s = row.archived_at ? (row.archived_at.getTime() + retentionOf(deps, row) - Date.now()) / 1000 : day_s;
  if (left_s <= 0 && !row.held) return cool(deps, at, row);
  await withTenant(deps.knex, at.tenant, async (tx) => {
    await countVolume(tx, at);
    await changeArchive(tx, at.interview, { next_in_s: left_s > 0 ? Math.min(left_s, day_s) : day_s, attempts: 0 });
  });
}

/**
 * AC4 What is about to be deleted is read back from the archive first, every byte; when the archive has lost something, it is stored
 * again instead. AC5 The volume goes first, the log last, in the transaction that notes it: a crash in between leaves too much, never
 * too little.
 */
async function cool(deps: ArchivingDeps, at: At, row: ArchiveRow): Promise<void> {
  const { archive, requests } = counted(deps.archive);
  if (!(await isWhole(deps, archive, at, row))) return;
  if (!row.volume_deleted_at) {
    const { sandboxes, volumes } = deps.computerFor(at.mode);
    await sandboxes.close(at.interview);
    await volumes.delete(volumeName(at.interview));
  }
  await withTenant(deps.knex, at.tenant, async (tx) => {
    await lockLogHead(tx, at.interview, at.mode);
    const now = await lockArchive(tx, at.interview);
    if (now?.state !== 'kept') return;
    await countVolume(tx, at);
    await recordUsage(tx, at.interview, priced('archive_requests', requests()));
    await changeArchive(tx, at.interview, { volume_deleted: true, attempts: 0, error: null });
    const whole = (await digestOfSegments(tx, at.interview)) === now.recording?.digest;
    if (whole) await deleteSegments(tx, at.interview);
    await changeArchive(tx, at.interview, whole ? { state: 'cold', next_in_s: null } : { state: 'due', next_in_s: 0 });
  });
}

/** Puts the log back for a day. Of several at once one does it, and all find it done. */
export async function thaw(deps: ArchivingDeps, at: At, { recording }: ArchiveRow): Promise<void> {
  if (!recording) return;
  const { archive, requests } = counted(deps.archive);
  // Before anything is locked: an archive that is slow keeps only those waiting who asked for the log.
  const segments = await readRecording(archive, recording);
  const archivedAnew = await withTenant(deps.knex, at.tenant, async (tx) => {
    await lockLogHead(tx, at.interview, at.mode);
    const now = await lockArchive(tx, at.interview);
    if (now?.state !== 'cold') return null;
    if (now.recording?.sha256 !== recording.sha256) return now;
    await restoreRecording(tx, at.interview, recording, segments);
    await recordUsage(tx, at.interview, priced('archive_requests', requests()));
    await changeArchive(tx, at.interview, { state: 'kept', next_in_s: day_s });
    return null;
  });
  if (archivedAnew) await thaw(deps, at, archivedAnew);
}

/** Whether everything is in the archive, unharmed. When not, it is due again, as far as it is still there to be stored. */
async function isWhole(deps: ArchivingDeps, archive: ArchivingDeps['archive'], at: At, row: ArchiveRow): Promise<boolean> {
  const { workspace, recording } = row;
  const lost = {
    workspace: !row.volume_deleted_at && (workspace === null || (await isLost(() => verify(archive, workspace)))),
    recording: recording === null || (await isLost(() => verifyRecording(archive, recording))),
  };
  if (!lost.workspace && !lost.recording) return true;
  await withTenant(deps.knex, at.tenant, (tx) =>
    changeArchive(tx, at.interview, {
      state: 'due',
      next_in_s: 0,
      ...(lost.workspace && workspace && { workspace: { ...workspace, stale: true } }),
      ...(lost.recording && recording && { recording: { ...recording, stale: true } }),
    }),
  );
  return false;
}

async function isLost(check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return false;
  } catch (error) {
    if (error instanceof ArchiveError && error.code !== 'unavailable') return true;
    throw error;
  }
}

/** Adds what the volume cost since it was counted last; a volume that is gone costs nothing more. */
export async function countVolume(tx: TenantTx, at: At): Promise<void> {
  const row = await lockArchive(tx, at.interview);
  if (!row?.volume_counted_until || row.volume_deleted_at) return;
  const now = new Date();
  for (const use of volumeDays(row.volume_bytes, row.volume_counted_until, now)) await recordUsage(tx, at.interview, use);
  await changeArchive(tx, at.interview, { volume_counted_until: now });
}
