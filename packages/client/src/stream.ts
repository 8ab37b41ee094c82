import { Backoff } from './backoff.js';
import type { Http, Outgoing } from './http.js';
import { isTemporary } from './problem.js';
import { readEvents } from './sse.js';
import type { StreamEvent } from './sse.js';

export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where to go on from; events after this one are sent. */
  readonly lastEventId?: string | undefined;
  /** Called with true whenever the stream is open, with false when it broke and is tried again. */
  readonly onConnection?: ((open: boolean) => void) | undefined;
}

/**
 * Follows a stream for good: a broken one is opened again with `Last-Event-ID`, so that nothing is missed, and an event that was seen is
 * not given twice. Ends when the server answers 204 or the signal aborts; throws when the server refuses.
 */
export async function* follow(http: Http, request: Outgoing, options: FollowOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
  const { signal, onConnection } = options;
  const backoff = new Backoff();
  let last = options.lastEventId ?? '';
  for (;;) {
    try {
      const answer = await http.send({ ...request, signal, headers: streamHeaders(last) });
      if (answer.status === 204) return;
      onConnection?.(true);
      for await (const event of readEvents(answer, signal)) {
        backoff.reset();
        if (event.id !== '' && event.id === last) continue;
        if (event.id !== '') last = event.id;
        yield event;
      }
    } catch (error) {
      if (signal?.aborted || !isTemporary(error)) throw error;
    }
    onConnection?.(false);
    await backoff.wait(signal);
  }
}

export const streamHeaders = (lastEventId: string): Record<string, string> => ({
  Accept: 'text/event-stream',
  ...(lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId }),
});
