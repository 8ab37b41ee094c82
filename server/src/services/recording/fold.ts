import type { Knex } from 'knex';
import { readNotedDesk, writeDesk } from '../../db/desks.js';
import { lockLogHead, moveFolded, readLogHead } from '../../db/log-heads.js';
import { listDueFolds, readFoldedFrom, readUnfolded, replaceSegments } from '../../db/segments.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import type { At } from './log.js';
import { markGaps } from './mark-gaps.js';
import type { FoldTask, Refolded } from './refold.js';

/** Read at once; what is left is folded next. */
const segmentsPerFold = 1000;
const foldsPerSweep = 50;

/** Does the work of folding, here or in a thread of its own. */
export type Refold = (task: FoldTask) => Promise<Refolded>;

/**
 * Turns the many small segments of a log into a few in the order of time, each after a keyframe that is made, and so checked, from the
 * events before it. Any moment is then one keyframe and at most 9000 events away.
 *
 * RC10 Nothing is folded that isn't the chain's: a segment whose bytes or place were changed stops it.
 * RC11 Folding changes how events are stored, and no event: their chain is the same however often it happens.
 * RC12 A save that no edits lead to is marked by a `network.gap` at its moment, and healed by its content where that is still known.
 */
export async function fold(knex: Knex, refold: Refold, at: Pick<At, 'tenant' | 'interview'>): Promise<void> {
  while (await foldSome(knex, refold, at));
}

/** Folds the logs that are due. One that can't be folded doesn't keep the others from it; its error comes in the end. */
export async function foldDue(knex: Knex, refold: Refold): Promise<number> {
  const due = await listDueFolds(knex, foldsPerSweep);
  const errors: unknown[] = [];
  for (const { id, tenant_id } of due)
    await fold(knex, refold, { tenant: tenant_id, interview: id }).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${due.length} logs can not be folded`);
  return due.length;
}

/** Whether there is more to fold: what was left, or what was found to be missing and is marked now. */
async function foldSome(knex: Knex, refold: Refold, { tenant, interview }: Pick<At, 'tenant' | 'interview'>): Promise<boolean> {
  const read = await withTenant(knex, tenant, (tx) => readTask(tx, interview));
  if (!read) return false;
  const { folds, task } = read;
  const { segments, mismatches, head, desk } = await refold(task);
  const marked = await withTenant(knex, tenant, async (tx) => {
    const locked = await lockLogHead(tx, interview);
    if (!locked || locked.folds !== folds) return 0;
    const gone = [...task.folded, ...task.loose].map(({ first_seq }) => first_seq);
    await replaceSegments(tx, interview, gone, segments);
    await moveFolded(tx, interview, folds, head);
    if (desk && desk !== task.desk) await writeDesk(tx, interview, desk);
    return markGaps(tx, locked, mismatches);
  });
  return marked > 0 || task.loose.length === segmentsPerFold;
}

async function readTask(tx: TenantTx, interview: string): Promise<{ folds: number; task: FoldTask } | null> {
  const head = await readLogHead(tx, interview);
  const loose = await readUnfolded(tx, interview, segmentsPerFold);
  if (!head || loose.length === 0) return null;
  const desk = await readNotedDesk(tx, interview);
  const { folds, folded_seq, folded_hash, folded_head } = head;
  const folded = await readFoldedFrom(tx, interview, Math.min(...loose.map(({ from_ms }) => from_ms)));
  return { folds, task: { head: { folded_seq, folded_hash, folded_head }, loose, folded, desk } };
}
