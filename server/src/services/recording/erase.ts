import type { Knex } from 'knex';
import type { SessionEvent } from '@interviewlm/protocol';
import { emptyState, type Entry } from '@interviewlm/recording';
import { changeArchive, lockArchive } from '../../db/archives.js';
import { writeDesk } from '../../db/desks.js';
import { moveFolded } from '../../db/log-heads.js';
import { deleteMarkers } from '../../db/markers.js';
import { readFoldedFrom, replaceSegments } from '../../db/segments.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { decodeSegment } from './codec.js';
import { requireNoHold } from '../holds/require.js';
import { leafOf } from './event-chain.js';
import { fold, type Refold } from './fold.js';
import { followPage } from './follow-page.js';
import { openLog, type At } from './log.js';
import { cut } from './refold.js';

/**
 * Takes what these events held out of the log for good: keyframes, markers, the desk that follows from them, and the archive. Gives how many
 * there were. 409 `under_hold` while a hold stands on the interview.
 *
 * RC15 An erased event keeps its number, its time and the hash of what it was: the chain of events still holds, and shows that there was
 * something.
 */
export async function eraseEvents(knex: Knex, refold: Refold, at: At, seqs: ReadonlySet<number>): Promise<number> {
  await fold(knex, refold, at);
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    await requireNoHold(tx, at.interview);
    const stored = await readFoldedFrom(tx, at.interview, 0);
    const events = stored.flatMap(decodeSegment);
    const isErased = (event: SessionEvent) => seqs.has(event.seq) && event.type !== 'log.erased';
    const erased = events.filter(isErased).length;
    if (erased === 0) return 0;
    const left = events.map((event): Entry => ({ at: event.t_ms, event: isErased(event) ? trace(event) : event }));
    await replaceSegments(
      tx,
      at.interview,
      stored.map(({ first_seq }) => first_seq),
      await cut(emptyState, left),
    );
    await moveFolded(tx, at.interview, head.folds, {});
    await deleteMarkers(tx, at.interview, [...seqs]);
    await writeDesk(
      tx,
      at.interview,
      followPage(
        null,
        left.map(({ event }) => event),
      ),
    );
    await storeAgain(tx, at.interview);
    return erased;
  });
}

/** What is archived already holds what was erased: it is stored again, over the same objects, as soon as somebody works. */
async function storeAgain(tx: TenantTx, interview: string): Promise<void> {
  if (await lockArchive(tx, interview)) await changeArchive(tx, interview, { state: 'due', next_in_s: 0, attempts: 0 });
}

const trace = (event: SessionEvent): SessionEvent => ({
  seq: event.seq,
  t_ms: event.t_ms,
  type: 'log.erased',
  data: { type: event.type, sha256: leafOf(event) },
});
