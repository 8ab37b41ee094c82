import { deleteIdentity, deleteReport, lockCandidate, markErased } from '../../db/erased-classes.js';
import { countErased } from '../../db/retention.js';
import { forgetRows, type ClassOfRows } from '../../db/retention-due.js';
import { withTenant } from '../../db/tenant-tx.js';
import { beginErasure } from '../erasing/begin.js';
import { nobody } from '../masking/mask.js';
import type { At } from '../recording/log.js';
import type { Scope } from '../scope.js';
import type { RetentionDeps, Rule } from './deps.js';
import { lockedIfOld } from './locked.js';

const atOnce = 1000;

/** Owes the erasure of the whole interview, as if the key that set the retention had asked for it. */
export const eraseInterview = ({ knex }: RetentionDeps, at: At, { days, set_by }: Rule): Promise<void> =>
  withTenant(knex, at.tenant, async (tx) => {
    const interview = await lockedIfOld(tx, at, 'interview', days);
    if (!interview) return;
    await beginErasure(tx, interview, set_by, 0);
    await countErased(tx, at.mode, 'interview', 1);
  });

export const eraseReport = ({ knex }: RetentionDeps, at: At, { days }: Rule): Promise<void> =>
  withTenant(knex, at.tenant, async (tx) => {
    if (!(await lockedIfOld(tx, at, 'report', days))) return;
    // What was never scored still can be, if it is handed in after all.
    if (await deleteReport(tx, at.interview)) await markErased(tx, at.interview, 'report');
    await countErased(tx, at.mode, 'report', 1);
  });

export const eraseIdentity = ({ knex }: RetentionDeps, at: At, { days }: Rule): Promise<void> =>
  withTenant(knex, at.tenant, async (tx) => {
    // First the candidate: an interview that is being made for them at this moment is there afterwards, and keeps them.
    const candidate = await lockCandidate(tx, at.interview);
    if (!candidate || !(await lockedIfOld(tx, at, 'identity', days))) return;
    await deleteIdentity(tx, at.interview, candidate, nobody);
    await markErased(tx, at.interview, 'identity');
    await countErased(tx, at.mode, 'identity', 1);
  });

/** Whether there may be more. */
export const forgetSome = ({ knex }: RetentionDeps, { tenant, mode }: Scope, name: ClassOfRows, { days }: Rule): Promise<boolean> =>
  withTenant(knex, tenant, async (tx) => {
    const count = await forgetRows(tx, mode, name, days, atOnce);
    await countErased(tx, mode, name, count);
    return count === atOnce;
  });
