import {
  changeArchive,
  lockArchive,
  setArchived,
  type ArchiveChange,
  type ArchiveRow,
  type StoredObject,
  type StoredRecording,
  type StoredWorkspace,
} from '../../db/archives.js';
import { readInterview, type InterviewRow } from '../../db/interviews.js';
import { lockLogHead } from '../../db/log-heads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { digestOfSegments } from '../../db/whole-segments.js';
import type { At } from '../recording/log.js';
import { turn } from '../sessions/turn.js';
import { priced } from '../usage/prices.js';
import { counted } from './counted.js';
import { retentionOf, type ArchivingDeps } from './deps.js';
import type { ArchivedInterview } from './keys.js';
import { storeRecording } from './recording.js';
import { storeWorkspace } from './workspace.js';

const scoringPause_s = 30;
const day_s = 86_400;

/**
 * Archives an interview that has ended, step by step. Each step puts the same objects under the same keys whenever it is done, reads
 * them back and is then noted, so whoever comes after a crash goes on with the step that isn't, and nothing is there twice.
 *
 * AC1 Nothing is deleted here. AC2 An interview counts as archived when its workspace and the whole of its log are. AC3 A submission
 * is scored before it is archived.
 */
export async function archive(deps: ArchivingDeps, at: At, row: ArchiveRow): Promise<void> {
  const interview = await inside(deps, at, (tx) => readInterview(tx, at.mode, at.interview));
  if (!interview) return inside(deps, at, (tx) => changeArchive(tx, at.interview, { next_in_s: null }));
  if (interview.status === 'submitted')
    return inside(deps, at, (tx) => changeArchive(tx, at.interview, { next_in_s: scoringPause_s, attempts: 0 }));
  const of = { tenant: at.tenant, interview: at.interview, created_at: interview.created_at };
  await deps.computerFor(at.mode).sandboxes.close(at.interview);
  if (!isDone(row.workspace)) await workspaceStep(deps, at, of, interview, row.workspace);
  // Gaps that folding finds are noted at the end of the log, and folded in their turn.
  await deps.fold(at);
  await deps.fold(at);
  const digest = await inside(deps, at, (tx) => digestOfSegments(tx, at.interview));
  if (!isDone(row.recording) || row.recording.digest !== digest) await recordingStep(deps, at, of, row.recording);
  await inside(deps, at, (tx) => finish(tx, at, deps));
}

/** Puts the files away, and notes it where an archive is owed. */
export async function workspaceStep(
  deps: ArchivingDeps,
  at: At,
  of: ArchivedInterview,
  interview: InterviewRow,
  before: StoredWorkspace | null,
): Promise<void> {
  const { archive: port, requests } = counted(deps.archive);
  const { content_bytes, ...workspace } = await storeWorkspace(
    { knex: deps.knex, volumes: deps.computerFor(at.mode).volumes },
    port,
    at,
    of,
  );
  const volume_counted_until = interview.started_at ?? interview.created_at;
  await note(deps, at, requests(), { workspace, volume_bytes: content_bytes, volume_counted_until }, sizeOf(workspace) - sizeOf(before));
}

async function recordingStep(deps: ArchivingDeps, at: At, of: ArchivedInterview, before: StoredRecording | null): Promise<void> {
  const { archive: port, requests } = counted(deps.archive);
  const recording = await storeRecording(deps.knex, port, at, of);
  await note(deps, at, requests(), { recording }, sizeOf(recording) - sizeOf(before));
}

/** A step is done, and paid for, in one transaction: once, however often it was tried. */
async function note(deps: ArchivingDeps, at: At, requests: number, change: ArchiveChange, bytes: number): Promise<void> {
  await inside(deps, at, async (tx) => {
    await changeArchive(tx, at.interview, change);
    await recordUsage(tx, at.interview, priced('archive_requests', requests));
    await recordUsage(tx, at.interview, priced('archive_bytes', Math.max(0, bytes)));
  });
}

/** The log can't change any more while the interview is locked. */
async function finish(tx: TenantTx, at: At, deps: Pick<ArchivingDeps, 'retention_ms'>): Promise<void> {
  const head = await lockLogHead(tx, at.interview, at.mode);
  const row = await lockArchive(tx, at.interview);
  if (!head || row?.state !== 'due' || !isDone(row.workspace) || !isDone(row.recording)) return;
  if ((await digestOfSegments(tx, at.interview)) !== row.recording.digest) throw new Error('The log changed while it was archived');
  if (head.status === 'scored') await turn(tx, at, 'archive');
  await setArchived(tx, at.interview);
  await changeArchive(tx, at.interview, {
    state: 'kept',
    attempts: 0,
    error: null,
    next_in_s: Math.min(day_s, retentionOf(deps, row) / 1000),
  });
}

const isDone = <T extends StoredObject>(stored: T | null): stored is T => stored !== null && stored.stale !== true;

const sizeOf = (stored: StoredWorkspace | StoredRecording | null) =>
  stored === null ? 0 : stored.bytes + ('segment_bytes' in stored ? stored.segment_bytes : 0);

const inside = <T>({ knex }: ArchivingDeps, { tenant }: At, work: (tx: TenantTx) => Promise<T>): Promise<T> =>
  withTenant(knex, tenant, work);
