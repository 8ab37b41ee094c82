import { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { AssistantError } from '../../services/assistant/port.js';
import { streamError } from './errors.js';

/**
 * The events of one call, taken one by one so that a slow reader slows the vendor. The SDK's own stream hides pings,
 * which are the only sign of life while a model thinks; so the raw events are read here.
 * Ends with the stream, and within moments of `signal`; leaving early closes the connection.
 */
export async function* receive(
  open: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal,
  idle_ms: number,
): AsyncGenerator<RawMessageStreamEvent> {
  const connection = new AbortController();
  try {
    signal.throwIfAborted();
    const response = await alive(open(AbortSignal.any([signal, connection.signal])), signal, idle_ms);
    const events = Stream.rawEvents(response, connection)[Symbol.asyncIterator]();
    for (;;) {
      const next = await alive(events.next(), signal, idle_ms);
      // More may have come in one packet: whoever left hears none of it.
      signal.throwIfAborted();
      if (next.done) return;
      const { event, data } = next.value;
      if (event === 'error') throw streamError(data);
      if (event !== null && event !== 'ping' && data) yield JSON.parse(data) as RawMessageStreamEvent;
    }
  } finally {
    connection.abort();
  }
}

/** The promise, unless the signal or the silence comes first. */
async function alive<T>(promise: Promise<T>, signal: AbortSignal, idle_ms: number): Promise<T> {
  let stop: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(new AssistantError('stalled', `The model sent nothing for ${Math.round(idle_ms / 1000)} s`, true));
    }, idle_ms);
    const onAbort = () => {
      reject(new Error('aborted', { cause: signal.reason }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([promise, interrupted]);
  } finally {
    stop();
    // The loser of the race may still fail; that is no news.
    promise.catch(() => undefined);
  }
}
