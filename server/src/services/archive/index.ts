import type { Knex } from 'knex';
import type { SegmentRef } from '@interviewlm/protocol';
import { changeArchive, claimArchives, owe, readArchive, type ArchiveRow, type ClaimedArchive } from '../../db/archives.js';
import { readInterview } from '../../db/interviews.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import type { At } from '../recording/log.js';
import { archive, workspaceStep } from './archive.js';
import type { ArchivingDeps } from './deps.js';
import { keep, thaw } from './keep.js';
import { readIndex, type ArchivedSegment } from './recording.js';
import type { WorkspaceFile } from './tar.js';
import { readWorkspace } from './workspace.js';

/** What is left of interviews that have ended: docs/decisions/0021-what-is-archived.md. */
export interface Archiving {
  /** In the transaction that ends an interview: it will be archived, whatever happens to this process. */
  owe(tx: TenantTx, interview: string): Promise<void>;
  /** Does what is due, of any tenant; how many interviews it looked at. */
  workDue(): Promise<number>;
  /** Puts the files on the volume away at once, also of an interview that goes on. */
  storeWorkspace(at: At): Promise<void>;
  /** Puts the log back into the database where it is only in the archive, for a day. 410 `erased` where nothing is left of it. */
  thaw(at: At): Promise<void>;
  /** The segments of a log that is only in the archive, with links to them; null for any other. */
  coldSegments(at: At): Promise<SegmentRef[] | null>;
  /** The files as they were when the interview ended. 404 when they aren't archived. */
  workspace(at: At): Promise<AsyncIterable<WorkspaceFile>>;
}

/** A submission is scored first, and the score is the last event of its log. */
const scoring_s = 15;
/** Longer than a step takes; another process takes over from one that died after this. */
const lease_s = 600;
const claimedAtOnce = 4;
/** A replay reads everything soon after it has its links. */
const linkLife_s = 3600;
const longestPause_s = 6 * 3600;

export function createArchiving(deps: ArchivingDeps): Archiving {
  const { knex, onError } = deps;
  const read = (at: At): Promise<ArchiveRow | null> =>
    withTenant(knex, at.tenant, async (tx) => {
      const row = await readArchive(tx, at.interview);
      return row?.mode === at.mode ? row : null;
    });
  const work = async ({ id, tenant_id, mode }: ClaimedArchive) => {
    const at = { tenant: tenant_id, mode, interview: id };
    try {
      const row = await read(at);
      if (row?.state === 'due') await archive(deps, at, row);
      if (row?.state === 'kept') await keep(deps, at, row);
    } catch (error) {
      onError(error, id);
      await postpone(knex, at, error).catch((failure: unknown) => onError(failure, id));
    }
  };
  return {
    owe: (tx, interview) => owe(tx, interview, scoring_s),
    async workDue() {
      const claimed = await claimArchives(knex, claimedAtOnce, lease_s);
      for (const each of claimed) await work(each);
      return claimed.length;
    },
    async storeWorkspace(at) {
      const interview = await withTenant(knex, at.tenant, (tx) => readInterview(tx, at.mode, at.interview));
      if (!interview) throw notFound('interview');
      await workspaceStep(deps, at, { ...at, created_at: interview.created_at }, interview, (await read(at))?.workspace ?? null);
    },
    async thaw(at) {
      const row = kept(await read(at));
      if (row?.state === 'cold') await thaw(deps, at, row);
    },
    async coldSegments(at) {
      const row = kept(await read(at));
      if (row?.state !== 'cold' || !row.recording) return null;
      const segments = (await readIndex(deps.archive, row.recording)).toSorted(inTime);
      return Promise.all(segments.map(async (segment) => reference(segment, await deps.archive.presign(segment.key, linkLife_s))));
    },
    async workspace(at) {
      const stored = (await read(at))?.workspace;
      if (!stored) throw notFound('archived workspace');
      return readWorkspace(deps.archive, stored);
    },
  };
}

/** The row, unless the recording was erased when its time was over. */
function kept(row: ArchiveRow | null): ArchiveRow | null {
  if (row?.recording_erased) throw new ApiError('erased', 'The recording was erased when its time was over.');
  return row;
}

/** Twice as long after each failure; who looks at the row sees why. */
async function postpone(knex: Knex, at: At, error: unknown): Promise<void> {
  await withTenant(knex, at.tenant, async (tx) => {
    const attempts = (await readArchive(tx, at.interview))?.attempts ?? 1;
    const next_in_s = Math.min(30 * 2 ** (attempts - 1), longestPause_s);
    await changeArchive(tx, at.interview, { next_in_s, error: error instanceof Error ? error.message : String(error) });
  });
}

const inTime = (a: ArchivedSegment, b: ArchivedSegment) =>
  a.columns.from_ms - b.columns.from_ms || a.columns.to_ms - b.columns.to_ms || a.columns.first_seq - b.columns.first_seq;

function reference({ bytes, sha256, columns }: ArchivedSegment, url: string): SegmentRef {
  const { first_seq, last_seq, from_ms, to_ms, folded = false, events = last_seq - first_seq + 1 } = columns;
  return { first_seq, last_seq, from_ms, to_ms, events, bytes, sha256, ...(folded && { keyframe: true }), url };
}
