import type { ReplayManifest, SegmentRef, SessionEvent } from '@interviewlm/protocol';

/** Where a recording comes from: the API, an archive's presigned addresses, or an exported bundle. */
export interface SegmentSource {
  readonly manifest: (signal: AbortSignal) => Promise<ReplayManifest>;
  /** The events of one segment, in the order of `seq`. They are checked on arrival, whoever made them. */
  readonly segment: (ref: SegmentRef, signal: AbortSignal) => Promise<readonly unknown[]>;
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
