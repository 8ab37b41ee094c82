import type { Knex } from 'knex';
import { ErasureCertificate, type Erasure } from '@interviewlm/protocol';
import { changeErasure, claimErasures, readErasure, type ErasureRow } from '../../db/erasures.js';
import { standingHold, type HoldRow } from '../../db/holds.js';
import { lockInterview } from '../../db/interviews.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { presentHold } from '../holds/present.js';
import { withPatience } from '../patience.js';
import type { At } from '../recording/log.js';
import { beginErasure, postponeErasure } from './begin.js';
import { erase, lookAgain, type ErasingDeps } from './erase.js';

export interface Erasing {
  /**
   * Erases an interview, in whatever state it is; `key` is who asks. From then on it is gone for everyone. Waits a while for the rest, which
   * goes on whatever happens to this process. Asked again, it says how far that is. 404 for one that never was. While a hold stands on it
   * nothing is erased: the request is kept, and is `postponed`.
   */
  erase(at: At, key: string): Promise<Erasure>;
  /** How far it is. 404 for an interview that nobody erased. */
  get(at: At): Promise<Erasure>;
  /** Goes on with what is due, of any tenant; how many there were. */
  workDue(): Promise<number>;
}

/** Longer than a pass takes; another process takes over from one that died after this. */
const lease_s = 60;
const claimedAtOnce = 4;
const longestPause_s = 3600;
/** Longest that a request waits for the certificate. */
const patience_ms = 20_000;

export function createErasing(deps: ErasingDeps): Erasing {
  const { knex, onError } = deps;
  const inside = <T>({ tenant }: At, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
  const find = async (at: At): Promise<ErasureRow> => {
    const row = await inside(at, (tx) => readErasure(tx, at.mode, at.interview));
    if (!row) throw notFound('interview');
    return row;
  };
  const show = (at: At): Promise<Erasure> =>
    inside(at, async (tx) => {
      const row = await readErasure(tx, at.mode, at.interview);
      if (!row) throw notFound('interview');
      return present(row, row.postponed ? await standingHold(tx, at.interview) : null);
    });
  const work = async (at: At) => {
    try {
      const row = await find(at);
      await (row.certificate === null ? erase(deps, at, row) : lookAgain(deps, at, row));
    } catch (error) {
      onError(error, at.interview);
      await postpone(knex, at, error).catch((failure: unknown) => onError(failure, at.interview));
    }
  };
  return {
    async erase(at, key) {
      const began = await inside(at, async (tx) => {
        const row = await lockInterview(tx, at.mode, at.interview);
        if (!row) return false;
        const isHeld = (await standingHold(tx, at.interview)) !== null;
        await (isHeld ? postponeErasure(tx, row, key) : beginErasure(tx, row, key, lease_s));
        return !isHeld;
      });
      if (began) await withPatience(work(at), patience_ms);
      return show(at);
    },
    get: show,
    async workDue() {
      const claimed = await claimErasures(knex, claimedAtOnce, lease_s);
      for (const { id, tenant_id, mode } of claimed) await work({ tenant: tenant_id, mode, interview: id });
      return claimed.length;
    },
  };
}

const present = (
  { interview_id, mode, requested_at, requested_by, postponed, certificate }: ErasureRow,
  hold: HoldRow | null,
): Erasure => ({
  object: 'interview_erasure',
  interview: interview_id,
  mode,
  status: postponed ? 'postponed' : certificate === null ? 'erasing' : 'erased',
  requested_at: requested_at.toISOString(),
  requested_by,
  hold: hold && presentHold(hold),
  certificate: certificate === null ? null : ErasureCertificate.parse(JSON.parse(certificate)),
});

/** Twice as long after each failure; who looks at the row sees why. */
async function postpone(knex: Knex, at: At, error: unknown): Promise<void> {
  await withTenant(knex, at.tenant, async (tx) => {
    const attempts = ((await readErasure(tx, at.mode, at.interview))?.attempts ?? 0) + 1;
    const next_in_s = Math.min(5 * 2 ** Math.min(attempts - 1, 10), longestPause_s);
    await changeErasure(tx, at.interview, { attempts, next_in_s, error: error instanceof Error ? error.message : String(error) });
  });
}
