import type { ReplayManifest, SegmentRef } from '@interviewlm/protocol';

/** Where a recording comes from: the API, an archive's presigned addresses, or an exported bundle. */
export interface SegmentSource {
  readonly manifest: (signal: AbortSignal) => Promise<ReplayManifest>;
  /** The events of one segment, in the order of `seq`. They are checked on arrival, whoever made them. */
  readonly segment: (ref: SegmentRef, signal: AbortSignal) => Promise<readonly unknown[]>;
}

/** A recording that is in memory already. */
export function sourceOf(manifest: ReplayManifest, events: readonly unknown[]): SegmentSource {
  const at = (event: unknown) => (event as { seq?: number } | null)?.seq ?? 0;
  return {
    manifest: () => Promise.resolve(manifest),
    segment: ({ first_seq, last_seq }) => Promise.resolve(events.filter((event) => at(event) >= first_seq && at(event) <= last_seq)),
  };
}
