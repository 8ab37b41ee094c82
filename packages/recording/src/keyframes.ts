import { applyAll } from './apply.js';
import { emptyState, type ReplayState } from './state.js';
import type { Entry } from './timeline.js';

/** Events between keyframes: p95 of a seek is then under 0.2 ms, and denser ones only cost memory. */
export const keyframeEvents = 500;

interface Keyframe {
  /** How many entries are applied. */
  readonly count: number;
  readonly state: ReplayState;
}

/**
 * States along the timeline from which any other is at most `keyframeEvents` events away. States share what they have in
 * common, so a keyframe costs one copy of the file map; with very many files keyframes are further apart for that reason.
 */
export class Keyframes {
  #frames: Keyframe[];
  #recent: Keyframe;

  /** `base` is the state before the first entry. */
  constructor(
    private readonly entries: readonly Entry[],
    private readonly base: ReplayState = emptyState,
  ) {
    this.#recent = { count: 0, state: base };
    this.#frames = [this.#recent];
  }

  get count(): number {
    return this.#frames.length;
  }

  /** Forgets what was made from entries at or after `index`, and makes the keyframes up to the end. */
  refresh(index: number): void {
    while (this.#last().count > index) this.#frames.pop();
    if (this.#recent.count > index) this.#recent = this.#last();
    for (;;) {
      const { count, state } = this.#last();
      const next = count + Math.max(keyframeEvents, state.files.size);
      if (next > this.entries.length) return;
      this.#frames.push({ count: next, state: applyAll(state, this.entries, count, next) });
    }
  }

  /** The state with the first `count` entries applied. The same count gives the same state, most often the same object. */
  stateAfter(count: number): ReplayState {
    const frame = this.#nearest(count);
    const from = this.#recent.count <= count && this.#recent.count > frame.count ? this.#recent : frame;
    this.#recent = { count, state: applyAll(from.state, this.entries, from.count, count) };
    return this.#recent.state;
  }

  #last(): Keyframe {
    return this.#frames.at(-1) ?? { count: 0, state: this.base };
  }

  #nearest(count: number): Keyframe {
    let low = 0;
    let high = this.#frames.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#frames[middle]?.count ?? Infinity) <= count) low = middle;
      else high = middle - 1;
    }
    return this.#frames[low] ?? { count: 0, state: this.base };
  }
}
