import { createHash, hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EventBody, EventType, SessionEvent } from '@interviewlm/protocol';
import { aligned, contentOf, packEvents, type LastMoments, type StoredKeyframe } from '@interviewlm/recording';
import type { Segment } from '../../db/segments.js';

/** An event on its way into the log; without a time of its own it happens now. */
export type Unplaced = EventBody & { t_ms?: number };

/**
 * Gives the events their places from `first_seq` on and packs them into one segment row. `last` moves along: a clock that was set back
 * a little doesn't put events out of order. `bytes` is the size of the events as JSON.
 */
export function encodeSegment(
  place: { first_seq: number; now_ms: number; last: LastMoments; head: Uint8Array | null },
  bodies: readonly Unplaced[],
): { events: SessionEvent[]; row: Segment; bytes: number } {
  const events = bodies.map(
    ({ t_ms = place.now_ms, type, data }, index) =>
      ({ seq: place.first_seq + index, t_ms: aligned({ type, t_ms }, place.last), type, data }) as SessionEvent,
  );
  // Small for a minute or less: until it is folded, when there is time to compress it well.
  const json = Buffer.from(JSON.stringify({ events }));
  const row = rowOf(events, gzipSync(json, { level: 1 }));
  return { events, bytes: json.length, row: { ...row, head: chain(place.head, row.sha256), folded: false } };
}

/** Events in the order of time after the state before the first of them, as one row. */
export function encodeFolded(events: readonly SessionEvent[], keyframe: StoredKeyframe): Segment {
  return { ...rowOf(events, gzipSync(JSON.stringify({ keyframe, packed: packEvents(events) }), { level: 9 })), head: null, folded: true };
}

export function decodeSegment(payload: Uint8Array): SessionEvent[] {
  return decodeContent(payload).events;
}

/** The same with the keyframe of a folded segment. */
export function decodeContent(payload: Uint8Array): { events: SessionEvent[]; keyframe?: Record<string, unknown> } {
  return contentOf(JSON.parse(gunzipSync(payload).toString('utf8'))) as { events: SessionEvent[]; keyframe?: Record<string, unknown> };
}

/** The head of the chain of segments after one; null before the first. */
export const chain = (previous: Uint8Array | null, segment: Uint8Array): Buffer => sha256(previous ?? new Uint8Array(), segment);

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return hash('sha256', only, 'buffer');
  const all = createHash('sha256');
  for (const part of parts) all.update(part);
  return all.digest();
}

function rowOf(events: readonly SessionEvent[], payload: Buffer): Omit<Segment, 'head' | 'folded'> {
  const seqs = events.map(({ seq }) => seq);
  const times = events.map(({ t_ms }) => t_ms);
  return {
    first_seq: Math.min(...seqs),
    last_seq: Math.max(...seqs),
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    events: events.length,
    types: countTypes(events),
    payload,
    sha256: sha256(payload),
  };
}

function countTypes(events: readonly SessionEvent[]): Partial<Record<EventType, number>> {
  const counts: Partial<Record<EventType, number>> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
