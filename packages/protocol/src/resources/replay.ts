import { z } from 'zod';
import { DurationMs, Sha256, Timestamp, pageOf } from '../common.js';
import { idOf } from '../ids.js';
import { SessionEvent } from '../events.js';

/** A moment worth a tick on the timeline. */
export const Marker = z.object({
  t_ms: DurationMs,
  seq: z.number().int(),
  kind: z.enum([
    'question',
    'run_passed',
    'run_failed',
    'chat',
    'proposal',
    'snapshot',
    'pause',
    'resume',
    'submit',
    'gap',
    'paste',
    'blur',
  ]),
  label: z.string(),
});
export type Marker = z.infer<typeof Marker>;

/**
 * One run of events. `url` answers a `SegmentContent`: from the API while live, presigned once archived. Numbers of neighbours may
 * overlap: a segment with a keyframe holds what happened in its time, whenever that became durable. What is archived is as it was
 * stored: its events may be packed by column, or be without `seq`, which then counts on from `first_seq`.
 */
export const SegmentRef = z.object({
  first_seq: z.number().int(),
  last_seq: z.number().int(),
  from_ms: DurationMs,
  to_ms: DurationMs,
  events: z.number().int(),
  bytes: z.number().int(),
  /** Of the bytes as they are stored. */
  sha256: Sha256,
  /** It begins with the whole state before its first event, so a moment in it needs no segment before it. */
  keyframe: z.boolean().optional(),
  url: z.string(),
});
export type SegmentRef = z.infer<typeof SegmentRef>;

/** What a segment holds. `keyframe` is the replay engine's own form of a state (`packages/recording/src/stored-keyframe.ts`). */
export const SegmentContent = z.object({ events: z.array(SessionEvent), keyframe: z.record(z.string(), z.unknown()).optional() });
export type SegmentContent = z.infer<typeof SegmentContent>;

export const ReplayManifest = z.object({
  object: z.literal('replay'),
  interview: idOf('interview'),
  title: z.string(),
  candidate: z.object({ name: z.string() }),
  /** The server hides who the candidate is: neither the name here nor any text of the recording tells. */
  identity_masked: z.boolean().optional(),
  started_at: Timestamp.nullable(),
  duration_ms: DurationMs,
  last_seq: z.number().int(),
  /** The head of the hash chain over all events up to `last_seq`; null before the first. */
  head: Sha256.nullable().optional(),
  complete: z.boolean(),
  markers: z.array(Marker),
  segments: z.array(SegmentRef),
});
export type ReplayManifest = z.infer<typeof ReplayManifest>;

export const EventPage = pageOf(SessionEvent);
export const EventQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  type: z.string().max(200).optional(),
  from_ms: z.coerce.number().int().nonnegative().optional(),
  to_ms: z.coerce.number().int().nonnegative().optional(),
});
