import { createHash, hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EventBody, EventType, SessionEvent } from '@interviewlm/protocol';
import { aligned, contentOf, packEvents, type LastMoments, type StoredKeyframe } from '@interviewlm/recording';
import type { LooseSegment, Segment } from '../../db/segments.js';

/** An event on its way into the log; without a time of its own it happens now. */
export type Unplaced = EventBody & { t_ms?: number };

/** Events with their times, but without their numbers: those follow from the place that the segment gets. */
export type Placed = EventBody & { t_ms: number };

/**
 * Packs events into what becomes a segment wherever the log has come to meanwhile. `last` moves along: a clock that was set back a
 * little doesn't put events out of order. `bytes` is the size of the events as JSON.
 */
export function encodeLoose(
  bodies: readonly Unplaced[],
  now_ms: number,
  last: LastMoments,
): LooseSegment & { placed: Placed[]; bytes: number } {
  const placed = bodies.map(({ t_ms = now_ms, type, data }) => ({ t_ms: aligned({ type, t_ms }, last), type, data }) as Placed);
  // Small for a minute or less: until it is folded, when there is time to compress it well.
  const json = Buffer.from(JSON.stringify({ events: placed }));
  return { ...describe(placed, gzipSync(json, { level: 1 })), placed, bytes: json.length };
}

/** Events in the order of time after the state before the first of them, as one row. */
export function encodeFolded(events: readonly SessionEvent[], keyframe: StoredKeyframe): Segment {
  const seqs = events.map(({ seq }) => seq);
  const payload = gzipSync(JSON.stringify({ keyframe, packed: packEvents(events) }), { level: 9 });
  return { ...describe(events, payload), first_seq: Math.min(...seqs), last_seq: Math.max(...seqs), head: null, folded: true };
}

export function decodeSegment(segment: Pick<Segment, 'first_seq' | 'payload'>): SessionEvent[] {
  return decodeContent(segment).events;
}

/** The same with the keyframe of a folded segment. */
export function decodeContent(segment: Pick<Segment, 'first_seq' | 'payload'>): Content {
  return contentOf(JSON.parse(gunzipSync(segment.payload).toString('utf8')), segment) as Content;
}

interface Content {
  events: SessionEvent[];
  keyframe?: Record<string, unknown>;
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

function describe(events: readonly Placed[], payload: Buffer): LooseSegment {
  const times = events.map(({ t_ms }) => t_ms);
  return {
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    events: events.length,
    types: countTypes(events),
    payload,
    sha256: sha256(payload),
  };
}

function countTypes(events: readonly Placed[]): Partial<Record<EventType, number>> {
  const counts: Partial<Record<EventType, number>> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
