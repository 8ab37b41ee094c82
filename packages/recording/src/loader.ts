import type { SegmentRef } from '@interviewlm/protocol';
import type { SegmentSource } from './source.js';

/** Segments asked for at once: enough to hide the round trip, few enough that the wanted one comes first. */
const parallel = 4;

/**
 * Reads segments ahead, several at once, and hands them over one after another in their order, since a segment only means
 * something after those before it.
 */
export class SegmentLoader {
  /** How many segments were handed over. */
  done = 0;
  #asked = new Map<number, Promise<readonly unknown[]>>();
  #running: Promise<void> | null = null;
  #wanted = 0;
  #abort = new AbortController();

  constructor(
    private readonly source: SegmentSource,
    private readonly segments: readonly SegmentRef[],
    private readonly deliver: (events: readonly unknown[]) => void,
  ) {}

  /** Resolves when the first `count` segments are handed over; rejects with the error of the one that failed. */
  async load(count: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, Math.min(count, this.segments.length));
    while (this.done < Math.min(count, this.segments.length)) {
      this.#running ??= this.#deliverNext().finally(() => (this.#running = null));
      await this.#running;
    }
  }

  close(): void {
    this.#abort.abort();
  }

  async #deliverNext(): Promise<void> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const next = this.done;
    for (let index = next; index < Math.min(this.#wanted, next + parallel); index++) void this.#ask(index);
    try {
      const events = await this.#ask(next);
      signal.throwIfAborted();
      this.deliver(events);
      this.done = next + 1;
    } finally {
      this.#asked.delete(next);
    }
  }

  #ask(index: number): Promise<readonly unknown[]> {
    const known = this.#asked.get(index);
    if (known) return known;
    const ref = this.segments[index];
    const asked = ref ? this.source.segment(ref, this.#abort.signal) : Promise.resolve([]);
    // Awaited in its turn; until then a failure must not count as unhandled.
    asked.catch(() => undefined);
    this.#asked.set(index, asked);
    return asked;
  }
}
