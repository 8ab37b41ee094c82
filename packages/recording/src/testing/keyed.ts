import type { ReplayManifest, SegmentRef, SessionEvent } from '@interviewlm/protocol';
import { applyAll } from '../apply.js';
import type { SegmentContent, SegmentSource } from '../source.js';
import { emptyState } from '../state.js';
import { storeKeyframe } from '../stored-keyframe.js';
import { Timeline } from '../timeline.js';

/**
 * The same recording as the server stores it in the end: segments of `perSegment` events in the order of time, each after a keyframe.
 * `asked` notes which segments are read.
 */
export function keyedSource(
  manifest: ReplayManifest,
  events: readonly SessionEvent[],
  perSegment: number,
): SegmentSource & { asked: number[] } {
  const timeline = new Timeline();
  timeline.append(events);
  const entries = timeline.entries.map(({ at, event }) => ({ at, event: { ...event, t_ms: at } }));
  const contents = new Map<number, SegmentContent>();
  const segments: SegmentRef[] = [];
  let state = emptyState;
  for (let from = 0; from < entries.length; from += perSegment) {
    const part = entries.slice(from, from + perSegment);
    const seqs = part.map(({ event }) => event.seq);
    const ref = { first_seq: Math.min(...seqs), last_seq: Math.max(...seqs), from_ms: part[0]?.at ?? 0, to_ms: part.at(-1)?.at ?? 0 };
    segments.push({ ...ref, events: part.length, bytes: 1, sha256: '0'.repeat(64), keyframe: true, url: `/segments/${ref.first_seq}` });
    const keyframe: unknown = JSON.parse(JSON.stringify(storeKeyframe(state, new Map())));
    contents.set(ref.first_seq, { events: part.map(({ event }) => event), keyframe });
    state = applyAll(state, part, 0, part.length);
  }
  const asked: number[] = [];
  return {
    asked,
    manifest: () => Promise.resolve({ ...manifest, segments }),
    segment: ({ first_seq }) => {
      asked.push(first_seq);
      return Promise.resolve(contents.get(first_seq) ?? { events: [] });
    },
  };
}
