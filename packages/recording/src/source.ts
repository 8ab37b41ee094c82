import type { ReplayManifest, SegmentRef, SessionEvent } from '@interviewlm/protocol';
import { isRecord } from './checks.js';
import { unpackEvents } from './packed.js';

/** What a segment holds. Both members are checked on arrival, whoever made them. */
export interface SegmentContent {
  readonly events: readonly unknown[];
  /** The state before the first event, where the segment begins with one. */
  readonly keyframe?: unknown;
}

/**
 * Where a recording comes from. Three kinds are ready: `urlSource` for the API and for an archive's presigned addresses,
 * `bundleSource` for an exported bundle without any server, `sourceOf` for events in memory.
 */
export interface SegmentSource {
  readonly manifest: (signal: AbortSignal) => Promise<ReplayManifest>;
  /** One segment, or only its events. */
  readonly segment: (ref: SegmentRef, signal: AbortSignal) => Promise<SegmentContent | readonly unknown[]>;
}

/** How a page or a program reads JSON from a segment's address: it alone knows which origins get a credential. */
export interface UrlReader {
  readonly manifest: (signal: AbortSignal) => Promise<ReplayManifest>;
  readonly read: (url: string, signal: AbortSignal) => Promise<unknown>;
}

/** A recording whose manifest says where each segment is: at the API while it is live, at presigned addresses once archived. */
export function urlSource({ manifest, read }: UrlReader): SegmentSource {
  return { manifest, segment: async (ref, signal) => contentOf(await read(ref.url, signal), ref) };
}

/** A recording that is in memory already. */
export function sourceOf(manifest: ReplayManifest, events: readonly SessionEvent[]): SegmentSource {
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  const before = (seq: number) => {
    const found = ordered.findIndex((event) => event.seq >= seq);
    return found < 0 ? ordered.length : found;
  };
  return {
    manifest: () => Promise.resolve(manifest),
    segment: ({ first_seq, last_seq }) => Promise.resolve(ordered.slice(before(first_seq), before(last_seq + 1))),
  };
}

/**
 * What a segment's address answers: `{events}` or `{packed}`, with a `keyframe` or without. Throws for anything else. Events without a
 * number were stored before it was known: they are numbered on from the segment's first.
 */
export function contentOf(value: unknown, { first_seq }: Pick<SegmentRef, 'first_seq'>): SegmentContent {
  const { events, packed, keyframe } = isRecord(value) ? value : {};
  const list = Array.isArray(events) ? (events as unknown[]) : unpackEvents(packed);
  if (!list) throw new Error('There are no events at the address of this segment.');
  const numbered = list.map((event, index) => (isRecord(event) && !('seq' in event) ? { seq: first_seq + index, ...event } : event));
  return { events: numbered, ...(keyframe !== undefined && { keyframe }) };
}
