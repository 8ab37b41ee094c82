import type { Replay } from '@interviewlm/recording';
import type { LiveSource } from './client-source.js';

/** What came is shown this often: much under the second that a live view may be behind, and seldom enough to be cheap. */
const showEveryMs = 200;

/** Takes in what is recorded while somebody watches, and says when. */
export class LiveFeed {
  /** Null until the first connection; false while it is lost. */
  connected: boolean | null = null;
  /** The interview is over. */
  ended = false;
  #waiting: unknown[] = [];
  #due = false;

  constructor(
    private readonly replay: Replay,
    private readonly changed: () => void,
  ) {}

  /** Follows until the signal aborts. Rejects when the server refuses. */
  async run(follow: NonNullable<LiveSource['follow']>, signal: AbortSignal): Promise<void> {
    const last = this.replay.entries.reduce((most, { event }) => Math.max(most, event.seq), 0);
    const onConnection = (open: boolean) => {
      this.connected = open;
      this.changed();
    };
    for await (const event of follow(last, signal, onConnection)) {
      if (signal.aborted) return;
      this.#waiting.push(event);
      if (this.#due) continue;
      this.#due = true;
      setTimeout(() => this.#take(signal), showEveryMs);
    }
  }

  #take(signal: AbortSignal): void {
    this.#due = false;
    const events = this.#waiting.splice(0);
    if (signal.aborted) return;
    this.replay.append(events);
    if (events.some(isLast)) this.ended = true;
    this.changed();
  }
}

const lastTypes = new Set(['session.submitted', 'session.expired']);
const isLast = (event: unknown) => typeof event === 'object' && event !== null && 'type' in event && lastTypes.has(String(event.type));
