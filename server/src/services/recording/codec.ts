import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EventBody, EventType, SessionEvent } from '@interviewlm/protocol';
import type { Segment } from '../../db/segments.js';

/** An event on its way into the log; without a time of its own it happens now. */
export type Unplaced = EventBody & { t_ms?: number };

/** Gives the events their places from `first_seq` on and packs them into one segment row. */
export function encodeSegment(first_seq: number, now_ms: number, bodies: readonly Unplaced[]): { events: SessionEvent[]; row: Segment } {
  const events = bodies.map(
    ({ t_ms, type, data }, index) => ({ seq: first_seq + index, t_ms: t_ms ?? now_ms, type, data }) as SessionEvent,
  );
  const payload = gzipSync(JSON.stringify({ events }));
  const times = events.map((event) => event.t_ms);
  const row = {
    first_seq,
    last_seq: first_seq + events.length - 1,
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    types: countTypes(events),
    payload,
    sha256: sha256(payload),
  };
  return { events, row };
}

export function decodeSegment(payload: Uint8Array): SessionEvent[] {
  return (JSON.parse(gunzipSync(payload).toString('utf8')) as { events: SessionEvent[] }).events;
}

/** The head of the chain after a segment; null before the first. */
export const chain = (previous: Uint8Array | null, segment: Uint8Array): Buffer => sha256(previous ?? new Uint8Array(), segment);

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function countTypes(events: readonly SessionEvent[]): Partial<Record<EventType, number>> {
  const counts: Partial<Record<EventType, number>> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
