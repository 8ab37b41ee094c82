import type { SegmentRef } from '@interviewlm/protocol';
import { Keyframes } from './keyframes.js';
import type { SegmentContent } from './source.js';
import type { ReplayState } from './state.js';
import { restoreKeyframe } from './stored-keyframe.js';
import { countUntil, Timeline } from './timeline.js';

/**
 * The way to a moment by a stored keyframe: the segment that begins with it, and those without one that have events up to the
 * moment. All are indexes into the segments.
 */
export interface Route {
  readonly keyed: number;
  readonly others: readonly number[];
}

/** Where no stored keyframe comes before `t`, null. Any keyframe is true for all that comes after it: the server sees to that. */
export function routeTo(segments: readonly SegmentRef[], t: number): Route | null {
  const keyed = segments.findLastIndex(({ keyframe, from_ms }) => keyframe === true && from_ms <= t);
  const from = segments[keyed]?.from_ms;
  if (from === undefined) return null;
  const others = segments.flatMap(({ keyframe, from_ms, to_ms }, index) => (!keyframe && from_ms <= t && to_ms >= from ? [index] : []));
  return { keyed, others };
}

/** States from a stored keyframe on, made from the segments of a route alone. */
export class Frame {
  readonly #timeline = new Timeline();
  readonly #keyframes: Keyframes;

  private constructor(base: ReplayState, contents: readonly SegmentContent[]) {
    for (const { events } of contents) this.#timeline.append(events);
    this.#keyframes = new Keyframes(this.#timeline.entries, base);
    this.#keyframes.refresh(0);
  }

  /** Null when the first of the contents holds no keyframe that can be read. */
  static of(contents: readonly SegmentContent[]): Frame | null {
    const base = restoreKeyframe(contents[0]?.keyframe);
    return base && new Frame(base, contents);
  }

  stateAt(t: number): ReplayState {
    return this.#keyframes.stateAfter(countUntil(this.#timeline.entries, t));
  }
}
