import type { Desk, SessionEvent } from '@interviewlm/protocol';
import {
  applyAll,
  emptyState,
  findMismatches,
  restoreKeyframe,
  Screens,
  storeKeyframe,
  type Entry,
  type Mismatch,
  type ReplayState,
} from '@interviewlm/recording';
import type { Folded as Head } from '../../db/log-heads.js';
import type { Segment, StoredSegment } from '../../db/segments.js';
import { chain, decodeContent, decodeSegment, encodeFolded, sha256 } from './codec.js';
import { createEmulator } from './emulator.js';
import { chainEvents } from './event-chain.js';
import { followPage } from './follow-page.js';

/**
 * A folded segment ends after so many events or so long a time, whichever is first. Keyframes hold every file, so with denser ones they would be
 * most of what is stored: decision 72.
 */
const most = { events: 9000, ms: 600_000 };

/** What is folded: segments as they are stored, and where the log and its desk stood before the loose ones. */
export interface FoldTask {
  readonly head: Head;
  readonly loose: readonly StoredSegment[];
  readonly folded: readonly StoredSegment[];
  readonly desk: Desk | null;
}

/** What takes the place of all of them. */
export interface Refolded {
  readonly segments: Segment[];
  readonly mismatches: readonly Mismatch[];
  readonly head: Head;
  readonly desk: Desk | null;
}

/** What was stored of a log is not what was written: bytes of a segment, or its place in the chain, were changed. */
export class TamperedLog extends Error {
  override readonly name = 'TamperedLog';
}

/** The part of folding that needs a processor and nothing else. Throws `TamperedLog`. */
export async function refold({ head, loose, folded, desk }: FoldTask): Promise<Refolded> {
  const fresh = readLoose(head, loose);
  const { base, stored } = before(folded);
  const entries = [...stored, ...fresh].sort((a, b) => a.t_ms - b.t_ms || a.seq - b.seq).map((event): Entry => ({ at: event.t_ms, event }));
  const last = loose.at(-1);
  return {
    segments: await cut(base, entries),
    mismatches: findMismatches(base, entries, (text) => sha256(text).toString('hex')),
    head: {
      folded_seq: last?.last_seq ?? head.folded_seq,
      folded_hash: chainEvents(head.folded_hash, fresh),
      folded_head: last?.head ?? head.folded_head,
    },
    desk: followPage(desk, fresh),
  };
}

/** The events of segments that aren't folded, once each was found to be what the chain says. */
function readLoose(head: Head, loose: readonly StoredSegment[]): SessionEvent[] {
  let seq = head.folded_seq;
  let previous: Uint8Array | null = head.folded_head;
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
    while (to < entries.length && to - from < most.events && (entries[to]?.at ?? 0) - began < most.ms) to++;
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
