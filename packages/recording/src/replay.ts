import type { ReplayManifest, SegmentRef } from '@interviewlm/protocol';
import { Frame, routeTo, type Route } from './frames.js';
import { Keyframes } from './keyframes.js';
import { SegmentLoader } from './loader.js';
import { provenanceOf, type Provenances } from './provenance.js';
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
  /** Every moment before this one can be shown at once; later ones only near one that was sought. */
  readonly ready_ms: number;
  /** The state at `t`, or null while events that belong before it are still to come. */
  stateAt(t: number): ReplayState | null;
  /** Where each character of the files at `t` comes from, or null while events that belong before it are still to come. */
  provenanceAt(t: number): Provenances | null;
  /** Loads what `t` needs and gives the state there. A newer seek cancels this one, which then rejects with SeekCancelled. */
  seek(t: number): Promise<ReplayState>;
  /** Loads the rest. Rejects when a segment can't be read; calling it again tries again. */
  loadAll(): Promise<void>;
  /** Takes in events of an interview that still runs, once everything before them is loaded. Those that are here already change nothing. */
  append(events: readonly unknown[]): void;
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
  readonly #segments: readonly SegmentRef[];
  /** What was read for the moments around the last seek, while not all before it is here. */
  #frame: { readonly route: Route; readonly frame: Frame } | null = null;
  /** For each segment, the earliest moment that it or a later one touches. */
  readonly #touched: number[];
  readonly #listeners = new Set<() => void>();
  #newest = 0;

  constructor(
    readonly manifest: ReplayManifest,
    source: SegmentSource,
  ) {
    this.#segments = inOrder(manifest.segments);
    this.#touched = earliestFrom(this.#segments.map(({ from_ms }) => from_ms));
    this.#loader = new SegmentLoader(source, this.#segments, ({ events }) => this.#add(events));
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
    if (t < this.ready_ms) return this.#keyframes.stateAfter(countUntil(this.entries, t));
    return this.#frame && leadsTo(this.#frame.route, routeTo(this.#segments, t)) ? this.#frame.frame.stateAt(t) : null;
  }

  provenanceAt(t: number): Provenances | null {
    return t < this.ready_ms ? provenanceOf(this.entries, countUntil(this.entries, t)) : null;
  }

  async seek(t: number): Promise<ReplayState> {
    const ticket = ++this.#newest;
    if (!this.stateAt(t) && !(await this.#jump(t, ticket))) await this.#loader.load(this.#segmentsFor(t));
    const state = ticket === this.#newest ? this.stateAt(t) : null;
    if (!state) throw new SeekCancelled('A newer seek replaced this one.');
    return state;
  }

  loadAll(): Promise<void> {
    return this.#loader.load(this.#touched.length);
  }

  append(events: readonly unknown[]): void {
    this.#add(events);
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

  /** Reads only what a stored keyframe needs for `t`. False when none leads there in less than what is missing before it. */
  async #jump(t: number, ticket: number): Promise<boolean> {
    const route = routeTo(this.#segments, t);
    if (!route || 1 + route.others.length >= this.#segmentsFor(t) - this.#loader.done) return false;
    const contents = await Promise.all([route.keyed, ...route.others].map((index) => this.#loader.read(index)));
    const frame = Frame.of(contents);
    if (ticket === this.#newest) this.#frame = frame && { route, frame };
    return frame !== null;
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

/** Those with a keyframe are in the order of time already; what is not folded yet comes after them. */
function inOrder(segments: readonly SegmentRef[]): SegmentRef[] {
  const loose = segments.filter(({ keyframe }) => !keyframe).sort((a, b) => a.first_seq - b.first_seq);
  return [...segments.filter(({ keyframe }) => keyframe), ...loose];
}

/** True when what was read for one route is enough for the other. */
const leadsTo = (read: Route, wanted: Route | null) =>
  wanted?.keyed === read.keyed && wanted.others.every((index) => read.others.includes(index));

function earliestFrom(moments: number[]): number[] {
  const earliest = [...moments];
  for (let index = earliest.length - 2; index >= 0; index--) {
    earliest[index] = Math.min(earliest[index] ?? Infinity, earliest[index + 1] ?? Infinity);
  }
  return earliest;
}
