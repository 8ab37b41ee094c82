import { ApiError } from '../../errors.js';
import type { ServerSentEvent } from '../handler.js';

/** Events from a callback as an iterable. Ends with the last one, with an `error` event, or when the client goes away. */
export class Queue implements AsyncIterable<ServerSentEvent> {
  readonly #events: ServerSentEvent[] = [];
  #done = false;
  #wake: () => void = () => undefined;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  push(event: ServerSentEvent): void {
    if (this.#done || this.signal.aborted) return;
    this.#events.push(event);
    this.#wake();
  }

  end(last: ServerSentEvent): void {
    this.push(last);
    this.#done = true;
    this.#wake();
  }

  fail(error: unknown): void {
    const known = error instanceof ApiError ? error : new ApiError('internal');
    this.end({ event: 'error', data: { code: known.code, detail: known.message, retryable: known.status >= 500 } });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ServerSentEvent> {
    while (!this.signal.aborted) {
      const event = this.#events.shift();
      if (event) yield event;
      else if (this.#done) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
