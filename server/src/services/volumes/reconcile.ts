import type { Knex } from 'knex';
import { idOf } from '@interviewlm/protocol';
import { forgetOrphan, noteOrphan, readClaims, readInstallation, readOrphans, type Claim, type Orphan } from '../../db/orphans.js';
import { volumeName } from '../files/synced-volume.js';
import { ownershipOf } from './owner.js';
import type { Computer, VolumeInfo } from './port.js';

export interface ReconcileDeps {
  knex: Knex;
  /** Each once, whatever modes it serves. */
  computers: readonly Computer[];
  onError: (error: unknown, interview: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export type Why = 'unknown' | 'erased' | 'archived' | 'over';
export interface FoundOrphan extends Orphan {
  interview: string;
  why: Why;
  /** Since when it could be removed, or will be. */
  due: Date;
}

export interface Reconciliation {
  /** What interviews still want. */
  kept: number;
  removed: FoundOrphan[];
  /** Not due yet. */
  waiting: FoundOrphan[];
  /** Unknown to our database, but another one's servers use the namespace: left alone. */
  disputed: FoundOrphan[];
  /** Could not be removed now. */
  failed: FoundOrphan[];
}

export interface Reconciling {
  /**
   * Finds volumes and sandboxes that no interview wants, and removes those whose grace is over. `dryRun` changes nothing;
   * `takeOver` says that the namespace is this database's, whoever marked it before.
   */
  reconcile(options?: { dryRun?: boolean; takeOver?: boolean }): Promise<Reconciliation>;
}

const hour_ms = 3_600_000;
/**
 * How long something must have been seen unwanted. What our database does not know may be known to one that is restored from a backup
 * right now, or that lags behind; what it knows to be over is certain.
 */
const grace_ms: Readonly<Record<Why, number>> = { unknown: 24 * hour_ms, erased: hour_ms, archived: hour_ms, over: hour_ms };
/** No volume that is younger is touched. */
const youngest_ms = hour_ms;

interface Held extends Orphan {
  interview: string;
  /** When it was made, where the vendor says so. */
  made: Date | null;
  remove(): Promise<void>;
}

/**
 * VR1 Only what is named as ours is looked at, and never another namespace's. VR2 Nothing is removed within an hour after it was made, nor
 * before it was seen unwanted for its whole grace. VR3 While another database's servers use the namespace, what we don't know is theirs.
 * VR4 A failure to remove one stops no other.
 */
export function createReconciling(deps: ReconcileDeps): Reconciling {
  return {
    async reconcile({ dryRun = false, takeOver = false } = {}) {
      const found: Reconciliation = { kept: 0, removed: [], waiting: [], disputed: [], failed: [] };
      const installation = await readInstallation(deps.knex);
      for (const { volumes, sandboxes } of deps.computers) {
        const [listed, running] = await Promise.all([volumes.list(), sandboxes.list()]);
        const names = listed.map(({ name }) => name);
        const owner = ownershipOf(volumes, names, installation);
        if (!dryRun) await (takeOver ? owner.takeOver() : owner.mark());
        const held = [
          ...running.map(({ session }) => heldSandbox(sandboxes, session)),
          ...listed.map((volume) => heldVolume(volumes, volume)),
        ].filter(({ interview }) => isInterview(interview));
        await sort(deps, held, { dryRun, disputed: owner.others.length > 0 && !takeOver }, found);
      }
      return found;
    },
  };
}

async function sort(
  deps: ReconcileDeps,
  held: readonly Held[],
  how: { dryRun: boolean; disputed: boolean },
  found: Reconciliation,
): Promise<void> {
  const { knex, now = Date.now } = deps;
  const interviews = [...new Set(held.map(({ interview }) => interview))];
  const claims = new Map((await readClaims(knex, interviews)).map((claim) => [claim.id, claim]));
  const noted = new Map((await readOrphans(knex)).map(({ kind, name, seen_at }) => [`${kind} ${name}`, seen_at]));
  for (const each of held) {
    const { kind, name, interview } = each;
    const seen = noted.get(`${kind} ${name}`);
    const why = unwanted(each, claims.get(interview));
    if (why === null) {
      found.kept++;
      if (seen && !how.dryRun) await forgetOrphan(knex, each);
      continue;
    }
    const due = new Date(Math.max((seen?.getTime() ?? now()) + grace_ms[why], (each.made?.getTime() ?? 0) + youngest_ms));
    const orphan = { kind, name, interview, why, due };
    if (how.disputed && why === 'unknown') found.disputed.push(orphan);
    else if (due.getTime() > now()) {
      found.waiting.push(orphan);
      if (!seen && !how.dryRun) await noteOrphan(knex, each, new Date(now()));
    } else found[how.dryRun || (await remove(deps, each)) ? 'removed' : 'failed'].push(orphan);
  }
}

async function remove({ knex, onError }: ReconcileDeps, held: Held): Promise<boolean> {
  try {
    await held.remove();
    await forgetOrphan(knex, held);
    return true;
  } catch (error) {
    onError(error, held.interview);
    return false;
  }
}

const heldSandbox = (sandboxes: Computer['sandboxes'], session: string): Held => ({
  kind: 'sandbox',
  name: session,
  interview: session,
  made: null,
  remove: () => sandboxes.close(session),
});

const heldVolume = (volumes: Computer['volumes'], { name, created_at }: VolumeInfo): Held => ({
  kind: 'volume',
  name,
  interview: name.startsWith(prefix) ? name.slice(prefix.length) : '',
  made: created_at,
  remove: () => volumes.delete(name),
});

/** Why nobody wants it any more; null while somebody does. The archive itself deletes what it has still to read. */
function unwanted({ kind }: Held, claim: Claim | undefined): Why | null {
  if (!claim) return 'unknown';
  const { status, archive, volume_deleted } = claim;
  if (status === 'erased') return 'erased';
  if (kind === 'volume' && (archive === 'cold' || volume_deleted)) return 'archived';
  if (kind === 'sandbox' && over.has(status)) return 'over';
  // It expired before anybody began: nothing will be archived.
  return status === 'expired' && archive === null ? 'over' : null;
}

/** Their sandboxes were closed by whoever ended them, or else by the archive. */
const over: ReadonlySet<Claim['status']> = new Set(['scored', 'archived', 'expired']);

const prefix = volumeName('');
/** Another namespace that begins like ours, `interviewlm-staging`, has volumes that begin so too, but no such id comes next. */
const isInterview = (id: string) => idOf('interview').safeParse(id).success;
