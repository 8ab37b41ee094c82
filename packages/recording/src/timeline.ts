import type { SessionEvent } from '@interviewlm/protocol';
import { isWellFormed } from './shape.js';

export interface Entry {
  /** The moment the event counts for: `t_ms`, or later where a corrected clock went back (RP1). */
  readonly at: number;
  readonly event: SessionEvent;
}

export interface SequenceGap {
  readonly after_seq: number;
  readonly before_seq: number;
  readonly at: number;
}

/** A step back of the clock up to this long is a correction, a longer one is a batch that came late. */
const correctionMs = 5000;

/**
 * The events of one interview in the order they happened. They come about in the order of `seq`, in which the server made them
 * durable, and take their place by time: a batch that was sent late goes where it belongs.
 */
export class Timeline {
  readonly entries: Entry[] = [];
  /** Events that were left out since they lack what their type needs. */
  malformed = 0;
  #seen = new Seen();
  #lastAt: LastMoments = { page: 0, server: 0 };

  /** Where numbers are missing among those that came. */
  get gaps(): SequenceGap[] {
    return this.#seen.gaps();
  }

  /** The index of the first entry that changed: where keyframes stop to be true. Equals the old length for events in order. */
  append(events: readonly unknown[]): number {
    const fresh: Entry[] = [];
    for (const event of events) {
      if (!isWellFormed(event)) this.malformed++;
      else if (this.#seen.add(event)) fresh.push(this.#place(event));
    }
    const length = this.entries.length;
    const earliest = fresh.reduce((least, { at }) => Math.min(least, at), Infinity);
    const from = earliest >= (this.entries.at(-1)?.at ?? 0) ? length : countUntil(this.entries, earliest);
    const tail = this.entries.splice(from);
    const merged = [...tail, ...fresh].sort((a, b) => a.at - b.at || a.event.seq - b.event.seq);
    for (const entry of merged) this.entries.push(entry);
    return from;
  }

  #place(event: SessionEvent): Entry {
    return { at: aligned(event, this.#lastAt), event };
  }
}

/** The last moments that the two sources of events wrote. */
export interface LastMoments {
  page: number;
  server: number;
}

/** The moment of an event after a corrected clock went back (RP1); `last` moves along. The server stores it, so a replay finds nothing to correct. */
export function aligned({ type, t_ms }: { type: string; t_ms: number }, last: LastMoments): number {
  const source = fromPage(type) ? 'page' : 'server';
  const back = last[source] - t_ms;
  last[source] = back > 0 && back <= correctionMs ? last[source] : t_ms;
  return last[source];
}

/** How many entries are at or before `t`. */
export function countUntil(entries: readonly Entry[], t: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.at ?? Infinity) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

const pageTypes = new Set(['terminal.input', 'chat.decision', 'network.gap']);
const fromPage = (type: string) => type.startsWith('editor.') || type.startsWith('integrity.') || pageTypes.has(type);

/** Which numbers came, as an end up to which all did and the few beyond it. */
class Seen {
  #upTo = 0;
  #beyond = new Map<number, number>();

  /** False for a number that came before. */
  add({ seq, t_ms }: SessionEvent): boolean {
    if (seq <= this.#upTo || this.#beyond.has(seq)) return false;
    this.#beyond.set(seq, t_ms);
    while (this.#beyond.delete(this.#upTo + 1)) this.#upTo++;
    return true;
  }

  gaps(): SequenceGap[] {
    const gaps: SequenceGap[] = [];
    let after_seq = this.#upTo;
    for (const [seq, at] of [...this.#beyond].sort(([a], [b]) => a - b)) {
      if (seq > after_seq + 1) gaps.push({ after_seq, before_seq: seq, at });
      after_seq = seq;
    }
    return gaps;
  }
}
