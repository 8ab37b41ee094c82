import type { SegmentRef } from '@interviewlm/protocol';
import type { SegmentContent, SegmentSource } from './source.js';

/** Segments asked for at once: enough to hide the round trip, few enough that the wanted one comes first. */
const parallel = 4;

/**
 * Reads segments, several at once and each only once. In the background they are handed over one after another in their order;
 * a single one can be had before its turn.
 */
export class SegmentLoader {
  /** How many segments were handed over. */
  done = 0;
  #asked = new Map<number, Promise<SegmentContent>>();
  #running: Promise<void> | null = null;
  #wanted = 0;
  #abort = new AbortController();

  constructor(
    private readonly source: SegmentSource,
    private readonly segments: readonly SegmentRef[],
    private readonly deliver: (content: SegmentContent) => void,
  ) {}

  /** Resolves when the first `count` segments are handed over; rejects with the error of the one that failed. */
  async load(count: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, Math.min(count, this.segments.length));
    while (this.done < Math.min(count, this.segments.length)) {
      this.#running ??= this.#deliverNext().finally(() => (this.#running = null));
      await this.#running;
    }
  }

  /** One segment out of its turn, which it keeps. */
  async read(index: number): Promise<SegmentContent> {
    const content = await this.#ask(index);
    this.#abort.signal.throwIfAborted();
    return content;
  }

  close(): void {
    this.#abort.abort();
  }

  async #deliverNext(): Promise<void> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const next = this.done;
    for (let index = next; index < Math.min(this.#wanted, next + parallel); index++) void this.#ask(index);
    const content = await this.#ask(next);
    signal.throwIfAborted();
    this.deliver(content);
    this.done = next + 1;
    this.#asked.delete(next);
  }

  #ask(index: number): Promise<SegmentContent> {
    const known = this.#asked.get(index);
    if (known) return known;
    const asked = this.#read(index);
    // Awaited in its turn; until then a failure must not count as unhandled. The next who asks tries again.
    asked.catch(() => this.#asked.delete(index));
    this.#asked.set(index, asked);
    return asked;
  }

  async #read(index: number): Promise<SegmentContent> {
    const ref = this.segments[index];
    const content = ref ? await this.source.segment(ref, this.#abort.signal) : [];
    return 'events' in content ? content : { events: content };
  }
}
