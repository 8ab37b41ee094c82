import type { ReplayManifest, SegmentRef, SessionEvent } from '@interviewlm/protocol';

export interface EventPage {
  readonly data: readonly SessionEvent[];
  readonly next_cursor: string | null;
}

/** As many as the API gives at once. */
export const pageEvents = 1000;

/**
 * A live log has a segment for every few seconds, which would be a request each. Its events are numbered without a hole, so
 * pages of the log stand in for them: every thousand events one, known by time from the segments that it covers.
 */
export function pagesOf({ segments }: ReplayManifest): SegmentRef[] {
  const pages = new Map<number, SegmentRef>();
  for (const segment of segments) {
    for (let page = pageOf(segment.first_seq); page <= pageOf(segment.last_seq); page++)
      pages.set(page, joined(pages.get(page), segment, page));
  }
  return [...pages.values()];
}

/** Reads pages one after another: the cursor of each is in the one before. */
export class EventPages {
  readonly #cursors: (string | undefined)[] = [undefined];
  readonly #running = new Map<number, Promise<EventPage>>();

  constructor(private readonly read: (cursor: string | undefined, signal: AbortSignal) => Promise<EventPage>) {}

  async page({ first_seq }: SegmentRef, signal: AbortSignal): Promise<readonly SessionEvent[]> {
    return (await this.#page(pageOf(first_seq), signal)).data;
  }

  #page(index: number, signal: AbortSignal): Promise<EventPage> {
    const known = this.#running.get(index);
    if (known) return known;
    const running = this.#read(index, signal).finally(() => this.#running.delete(index));
    this.#running.set(index, running);
    return running;
  }

  async #read(index: number, signal: AbortSignal): Promise<EventPage> {
    if (index >= this.#cursors.length) {
      const before = await this.#page(index - 1, signal);
      if (before.next_cursor === null) return { data: [], next_cursor: null };
    }
    const page = await this.read(this.#cursors[index], signal);
    if (page.next_cursor !== null) this.#cursors[index + 1] = page.next_cursor;
    return page;
  }
}

const pageOf = (seq: number) => Math.floor((seq - 1) / pageEvents);

function joined(page: SegmentRef | undefined, segment: SegmentRef, index: number): SegmentRef {
  const first_seq = index * pageEvents + 1;
  const last_seq = Math.min(segment.last_seq, first_seq + pageEvents - 1);
  return {
    ...segment,
    first_seq,
    last_seq,
    events: last_seq - first_seq + 1,
    bytes: (page?.bytes ?? 0) + segment.bytes,
    from_ms: Math.min(page?.from_ms ?? Infinity, segment.from_ms),
    to_ms: Math.max(page?.to_ms ?? 0, segment.to_ms),
  };
}
