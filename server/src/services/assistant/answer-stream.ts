import { setImmediate } from 'node:timers/promises';
import type { ChatStreamEvent } from '@interviewlm/protocol';

/** A place in an answer: how many events came before it, and how many characters of text. */
export interface Place {
  events: number;
  chars: number;
}

export interface Numbered {
  id: string;
  event: ChatStreamEvent;
}

/** SSE ids name the answer and the place after the event, so that any process can go on from one. */
export const encodePlace = (message: string, { events, chars }: Place): string => `${message}.${events}.${chars}`;

export function decodePlace(id: string | undefined): (Place & { message: string }) | null {
  const [, message, events, chars] = /^(msg_[0-9a-z]{26})\.(\d{1,9})\.(\d{1,9})$/.exec(id ?? '') ?? [];
  return message === undefined ? null : { message, events: Number(events), chars: Number(chars) };
}

/**
 * The events of one answer, kept so that who reconnects gets the rest of it. Readers come and go; when the last has been gone for the
 * grace time, `onAbandoned` is called.
 */
export class AnswerStream {
  readonly #events: Numbered[] = [];
  readonly #waiting = new Set<() => void>();
  #chars = 0;
  #readers = 0;
  #closed = false;
  #grace: NodeJS.Timeout | null = null;

  constructor(
    readonly message: string,
    private readonly graceMs: number,
    private readonly onAbandoned: () => void,
  ) {
    this.#startGrace();
  }

  push(event: ChatStreamEvent): void {
    if (event.type === 'delta') this.#chars += event.text.length;
    const id = encodePlace(this.message, { events: this.#events.length + 1, chars: this.#chars });
    this.#events.push({ id, event });
    this.#wake();
  }

  /** No more events will come. */
  close(): void {
    this.#closed = true;
    if (this.#grace) clearTimeout(this.#grace);
    this.#wake();
  }

  /**
   * All events after the first `seen`, then those that come, to the end or until `signal` aborts. Text that is there already is told as one
   * event, under the id of its last: a server that has more answers than it can tell word by word then tells more words at a time.
   */
  async *read(seen: number, signal: AbortSignal): AsyncGenerator<Numbered> {
    const leave = () => this.#wake();
    signal.addEventListener('abort', leave);
    this.#readers++;
    if (this.#grace) clearTimeout(this.#grace);
    try {
      for (let at = seen; !signal.aborted;) {
        const next = this.#take(at);
        if (next) {
          at = next.after;
          yield next.told;
        } else if (this.#closed) {
          return;
        } else {
          await new Promise<void>((resolve) => this.#waiting.add(resolve));
          // What came with it in one packet is there a moment later.
          await setImmediate();
        }
      }
    } finally {
      signal.removeEventListener('abort', leave);
      this.#readers--;
      if (this.#readers === 0) this.#startGrace();
    }
  }

  #take(at: number): { told: Numbered; after: number } | null {
    const first = this.#events[at];
    if (first?.event.type !== 'delta') return first ? { told: first, after: at + 1 } : null;
    let { id } = first;
    let { text } = first.event;
    let after = at + 1;
    for (let next = this.#events[after]; next?.event.type === 'delta'; next = this.#events[++after]) {
      text += next.event.text;
      id = next.id;
    }
    return { told: { id, event: { type: 'delta', text } }, after };
  }

  #startGrace(): void {
    if (!this.#closed) this.#grace = setTimeout(this.onAbandoned, this.graceMs);
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
