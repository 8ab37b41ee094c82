import type { ReplayManifest } from '@interviewlm/protocol';
import { Keyframes } from './keyframes.js';
import { SegmentLoader } from './loader.js';
import type { SegmentSource } from './source.js';
import type { ReplayState } from './state.js';
import { Timeline, countUntil, type Entry } from './timeline.js';

/** A seek that a newer one replaced, or a replay that was closed. */
export class SeekCancelled extends Error {
  override readonly name = 'SeekCancelled';
}

export interface Replay {
  readonly manifest: ReplayManifest;
  /** In the order they happened; grows while segments arrive. */
  readonly entries: readonly Entry[];
  readonly timeline: Timeline;
  readonly duration_ms: number;
  /** True once every segment is here. */
  readonly complete: boolean;
  /** Every moment before this one can be shown at once. */
  readonly ready_ms: number;
  /** The state at `t`, or null while events that belong before it are still to come. */
  stateAt(t: number): ReplayState | null;
  /** Loads what `t` needs and gives the state there. A newer seek cancels this one, which then rejects with SeekCancelled. */
  seek(t: number): Promise<ReplayState>;
  /** Loads the rest. Rejects when a segment can't be read; calling it again tries again. */
  loadAll(): Promise<void>;
  /** Calls back after each segment; gives the way to stop that. */
  onProgress(listener: () => void): () => void;
  close(): void;
}

/** Reads the manifest; segments come with the first seek. */
export async function createReplay(source: SegmentSource, signal: AbortSignal = new AbortController().signal): Promise<Replay> {
  const manifest = await source.manifest(signal);
  signal.throwIfAborted();
  return new SegmentedReplay(manifest, source);
}

class SegmentedReplay implements Replay {
  readonly timeline = new Timeline();
  readonly #keyframes = new Keyframes(this.timeline.entries);
  readonly #loader: SegmentLoader;
  /** For each segment, the earliest moment that it or a later one touches. */
  readonly #touched: number[];
  readonly #listeners = new Set<() => void>();
  #newest = 0;

  constructor(
    readonly manifest: ReplayManifest,
    source: SegmentSource,
  ) {
    const segments = [...manifest.segments].sort((a, b) => a.first_seq - b.first_seq);
    this.#touched = earliestFrom(segments.map(({ from_ms }) => from_ms));
    this.#loader = new SegmentLoader(source, segments, (events) => this.#add(events));
  }

  get entries(): readonly Entry[] {
    return this.timeline.entries;
  }

  get duration_ms(): number {
    return Math.max(this.manifest.duration_ms, this.entries.at(-1)?.at ?? 0);
  }

  get complete(): boolean {
    return this.#loader.done === this.#touched.length;
  }

  get ready_ms(): number {
    return this.#touched[this.#loader.done] ?? Infinity;
  }

  stateAt(t: number): ReplayState | null {
    return t < this.ready_ms ? this.#keyframes.stateAfter(countUntil(this.entries, t)) : null;
  }

  async seek(t: number): Promise<ReplayState> {
    const ticket = ++this.#newest;
    await this.#loader.load(this.#segmentsFor(t));
    const state = ticket === this.#newest ? this.stateAt(t) : null;
    if (!state) throw new SeekCancelled('A newer seek replaced this one.');
    return state;
  }

  loadAll(): Promise<void> {
    return this.#loader.load(this.#touched.length);
  }

  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#newest++;
    this.#loader.close();
    this.#listeners.clear();
  }

  #add(events: readonly unknown[]): void {
    this.#keyframes.refresh(this.timeline.append(events));
    for (const listener of this.#listeners) listener();
  }

  /** Every segment up to the last that touches a moment at or before `t`: a late batch may be far behind its time. */
  #segmentsFor(t: number): number {
    const after = this.#touched.findIndex((from) => from > t);
    return after < 0 ? this.#touched.length : after;
  }
}

function earliestFrom(moments: number[]): number[] {
  const earliest = [...moments];
  for (let index = earliest.length - 2; index >= 0; index--) {
    earliest[index] = Math.min(earliest[index] ?? Infinity, earliest[index + 1] ?? Infinity);
  }
  return earliest;
}
