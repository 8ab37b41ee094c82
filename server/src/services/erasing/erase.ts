import { createHash, type KeyObject } from 'node:crypto';
import type { Knex } from 'knex';
import type { ErasureCertificate, Mode } from '@interviewlm/protocol';
import { changeArchive, lockArchive } from '../../db/archives.js';
import {
  changeErasure,
  countRows,
  deleteCandidate,
  deleteInterview,
  digestOfFiles,
  lockRemains,
  type ErasureRow,
  type Remains,
} from '../../db/erasures.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { deleteOutside } from '../archive/delete-outside.js';
import { prefixOf } from '../archive/keys.js';
import type { ArchivePort } from '../archive/port.js';
import { inParallel } from '../archive/verify.js';
import { signed } from '../export/signed.js';
import { volumeName } from '../files/synced-volume.js';
import type { At } from '../recording/log.js';
import type { SandboxPort, VolumePort } from '../volumes/port.js';
import { emit } from '../webhooks/emit.js';

export interface ErasingDeps {
  knex: Knex;
  archive: ArchivePort;
  computerFor(mode: Mode): { volumes: VolumePort; sandboxes: Pick<SandboxPort, 'close'> };
  /** Ends what this process still does for the interview. */
  silence(at: At): Promise<void>;
  /** Brings a log into its final form, which has the head of its chain. */
  fold(at: At): Promise<void>;
  key: KeyObject;
  onError: (error: unknown, interview: string) => void;
}

/** Whoever was at work on the interview when it was erased has ended by then. */
const lookAgain_s = 900;

/** Somebody archives the interview at this moment: what they put would be missed. */
class Busy extends Error {
  override readonly name = 'Busy';
}

/**
 * Erases an interview, step by step, each as often as it takes.
 *
 * ER1 What was found is noted before it is deleted: a certificate misses nothing, whichever process died in between.
 * ER2 The certificate comes in the transaction that deletes the last of it, with the webhook: it is there exactly when nothing else is.
 * ER3 What is only counted in money and quantities stays, as do audit entries: neither names the candidate.
 * ER4 Whatever came late, from work that was under way, is deleted when somebody looks again.
 */
export async function erase(deps: ErasingDeps, at: At, row: ErasureRow): Promise<void> {
  const { knex, onError } = deps;
  const { sandboxes } = deps.computerFor(at.mode);
  await deps.silence(at);
  await sandboxes.close(at.interview);
  await withTenant(knex, at.tenant, (tx) => claimArchive(tx, at));
  // A log that can't be read any more is no reason to keep it.
  await deps.fold(at).catch((error: unknown) => onError(error, at.interview));
  const found = await noteWhatIsThere(deps, at, row);
  await deleteOutside(outsideOf(deps, at), archived(at, row));
  await withTenant(knex, at.tenant, async (tx) => {
    const remains = await lockRemains(tx, at.interview);
    if (!remains) return;
    const certificate = await deleteInside(tx, remains, { ...row, ...found });
    await changeErasure(tx, at.interview, {
      certificate: JSON.stringify(signed(certificate, deps.key)),
      attempts: 0,
      error: null,
      next_in_s: lookAgain_s,
    });
    await emit(tx, 'interview.erased', remains);
  });
}

/** Deletes what came late; then nobody has to look again. */
export async function lookAgain(deps: ErasingDeps, at: At, row: ErasureRow): Promise<void> {
  await deps.computerFor(at.mode).sandboxes.close(at.interview);
  await deleteOutside(outsideOf(deps, at), archived(at, row));
  await withTenant(deps.knex, at.tenant, (tx) => changeErasure(tx, at.interview, { next_in_s: null, attempts: 0, error: null }));
}

/** From now on nobody archives it. */
async function claimArchive(tx: TenantTx, at: At): Promise<void> {
  const archive = await lockArchive(tx, at.interview);
  if (archive?.claimed_until && archive.claimed_until > new Date()) throw new Busy('It is being archived at this moment');
  if (archive) await changeArchive(tx, at.interview, { next_in_s: null });
}

async function noteWhatIsThere(deps: ErasingDeps, at: At, row: ErasureRow): Promise<Pick<ErasureRow, 'archive' | 'volume'>> {
  const noted = row.archive ?? [];
  const known = new Set(noted.map(({ key }) => key));
  const fresh = (await Array.fromAsync(deps.archive.list(prefixOf(archived(at, row))))).filter(({ key }) => !known.has(key));
  const described = await inParallel(fresh, async ({ key, size }) => ({ key, bytes: size, sha256: await hashOf(deps.archive, key) }));
  const archive = [...noted, ...described].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const name = volumeName(at.interview);
  const volume = row.volume ?? ((await deps.computerFor(at.mode).volumes.exists(name)) ? name : null);
  await withTenant(deps.knex, at.tenant, (tx) => changeErasure(tx, at.interview, { archive, ...(volume !== null && { volume }) }));
  return { archive, volume };
}

/** Deletes every row, and says what there was. */
async function deleteInside(
  tx: TenantTx,
  remains: Remains,
  row: ErasureRow,
): Promise<Omit<ErasureCertificate, 'public_key' | 'signature'>> {
  const files = await digestOfFiles(tx, remains.id);
  const rows = await countRows(tx, remains.id);
  await deleteInterview(tx, remains.id);
  const candidate = (await deleteCandidate(tx, remains.candidate_id)) ? 'erased' : 'kept';
  const isFolded = remains.folded_seq === remains.log_seq;
  return {
    object: 'erasure_certificate',
    format: 1,
    interview: remains.id,
    mode: remains.mode,
    requested_at: row.requested_at.toISOString(),
    requested_by: row.requested_by,
    erased_at: new Date().toISOString(),
    log: { events: remains.log_seq, head: isFolded ? (remains.folded_hash?.toString('hex') ?? null) : null },
    files,
    volume: row.volume,
    archive: row.archive ?? [],
    rows,
    candidate,
  };
}

const archived = ({ tenant, interview }: At, { interview_created_at }: ErasureRow) => ({
  tenant,
  interview,
  created_at: interview_created_at,
});

const outsideOf = (deps: ErasingDeps, { mode }: At) => ({ archive: deps.archive, volumes: deps.computerFor(mode).volumes });

async function hashOf(archive: ArchivePort, key: string): Promise<string> {
  const known = (await archive.head(key))?.sha256;
  if (known) return known;
  const hash = createHash('sha256');
  for await (const piece of archive.stream(key)) hash.update(piece);
  return hash.digest('hex');
}
