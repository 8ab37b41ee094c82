import type { Knex } from 'knex';
import type { SessionEvent } from '@interviewlm/protocol';
import {
  applyAll,
  emptyState,
  findMismatches,
  restoreKeyframe,
  Screens,
  storeKeyframe,
  type Entry,
  type ReplayState,
} from '@interviewlm/recording';
import { lockLogHead, moveFolded, readLogHead, type LogHead } from '../../db/log-heads.js';
import { listDueFolds, readFoldedFrom, readUnfolded, replaceSegments, type Segment, type StoredSegment } from '../../db/segments.js';
import { withTenant } from '../../db/tenant-tx.js';
import { chain, decodeContent, decodeSegment, encodeFolded, sha256 } from './codec.js';
import { noteDesk } from './desk.js';
import { createEmulator } from './emulator.js';
import { chainEvents } from './event-chain.js';
import type { At } from './log.js';
import { markGaps } from './mark-gaps.js';

/** A folded segment ends after so many events or so long a time, whichever is first. */
const foldedEvents = 500;
const foldedMs = 60_000;
/** Read at once; what is left is folded next. */
const segmentsPerFold = 1000;
const foldsPerSweep = 50;

/** What was stored of a log is not what was written: bytes of a segment, or its place in the chain, were changed. */
export class TamperedLog extends Error {
  override readonly name = 'TamperedLog';
}

/**
 * Turns the many small segments of a log into a few in the order of time, each after a keyframe that is made, and so checked, from the
 * events before it. Any moment is then one keyframe and at most 500 events away.
 *
 * RC10 Nothing is folded that isn't the chain's: a segment whose bytes or place were changed stops it.
 * RC11 Folding changes how events are stored, and no event: their chain is the same however often it happens.
 * RC12 A save that no edits lead to is marked by a `network.gap` at its moment, and healed by its content where that is still known.
 */
export async function fold(knex: Knex, at: Pick<At, 'tenant' | 'interview'>): Promise<void> {
  while ((await foldSome(knex, at)) === segmentsPerFold);
}

/** Folds the logs that are due. One that can't be folded doesn't keep the others from it; its error comes in the end. */
export async function foldDue(knex: Knex): Promise<number> {
  const due = await listDueFolds(knex, foldsPerSweep);
  const errors: unknown[] = [];
  for (const { id, tenant_id } of due) await fold(knex, { tenant: tenant_id, interview: id }).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${due.length} logs can not be folded`);
  return due.length;
}

async function foldSome(knex: Knex, { tenant, interview }: Pick<At, 'tenant' | 'interview'>): Promise<number> {
  const read = await withTenant(knex, tenant, async (tx) => {
    const head = await readLogHead(tx, interview);
    const loose = await readUnfolded(tx, interview, segmentsPerFold);
    return head && loose.length > 0
      ? { head, loose, folded: await readFoldedFrom(tx, interview, Math.min(...loose.map(({ from_ms }) => from_ms))) }
      : null;
  });
  if (!read) return 0;
  const { head, loose, folded } = read;
  const fresh = readLoose(head, loose);
  const { base, stored } = before(folded);
  const entries = [...stored, ...fresh].sort((a, b) => a.t_ms - b.t_ms || a.seq - b.seq).map((event): Entry => ({ at: event.t_ms, event }));
  const segments = await cut(base, entries);
  const mismatches = findMismatches(base, entries, (text) => sha256(text).toString('hex'));
  await withTenant(knex, tenant, async (tx) => {
    const locked = await lockLogHead(tx, interview);
    if (!locked || locked.folds !== head.folds) return;
    await replaceSegments(
      tx,
      interview,
      [...folded, ...loose].map(({ first_seq }) => first_seq),
      segments,
    );
    await moveFolded(tx, interview, head.folds, {
      folded_seq: loose.at(-1)?.last_seq ?? head.folded_seq,
      folded_hash: chainEvents(head.folded_hash, fresh),
      folded_head: loose.at(-1)?.head ?? head.folded_head,
    });
    await noteDesk(tx, interview, fresh);
    await markGaps(tx, locked, mismatches);
  });
  return loose.length;
}

/** The events of segments that aren't folded, once each was found to be what the chain says. */
function readLoose(head: LogHead, loose: readonly StoredSegment[]): SessionEvent[] {
  let seq = head.folded_seq;
  let previous = head.folded_head;
  return loose.flatMap(({ first_seq, last_seq, payload, head: after }) => {
    const expected = chain(previous, sha256(payload));
    // Segments from before heads were kept have none.
    if (first_seq !== seq + 1 || (after && !expected.equals(after)))
      throw new TamperedLog(`Events ${first_seq} to ${last_seq} were changed after they were recorded.`);
    seq = last_seq;
    previous = expected;
    return decodeSegment({ first_seq, payload });
  });
}

/** The state that the first of the folded segments begins with, and all events after it. */
function before(folded: readonly StoredSegment[]): { base: ReplayState; stored: SessionEvent[] } {
  const contents = folded.map(decodeContent);
  const base = contents[0] ? restoreKeyframe(contents[0].keyframe) : emptyState;
  if (!base) throw new TamperedLog(`The keyframe before event ${folded[0]?.first_seq ?? 0} can not be read.`);
  return { base, stored: contents.flatMap(({ events }) => events) };
}

/** Entries in the order of time as folded segments, from the state before the first of them on. */
export async function cut(base: ReplayState, entries: readonly Entry[]): Promise<Segment[]> {
  const screens = new Screens(createEmulator);
  const segments: Segment[] = [];
  let state = base;
  for (let from = 0; from < entries.length;) {
    const began = entries[from]?.at ?? 0;
    let to = from + 1;
    while (to < entries.length && to - from < foldedEvents && (entries[to]?.at ?? 0) - began < foldedMs) to++;
    const keyframe = storeKeyframe(state, await screens.of(state.terminals.values()));
    segments.push(
      encodeFolded(
        entries.slice(from, to).map(({ event }) => event),
        keyframe,
      ),
    );
    state = applyAll(state, entries, from, to);
    from = to;
  }
  return segments;
}
