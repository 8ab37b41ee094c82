import { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { AssistantError } from '../../services/assistant/port.js';
import { Watch } from '../../watch.js';
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
  signal.throwIfAborted();
  const watch = new Watch(signal, idle_ms);
  try {
    const response = await alive(watch, open(AbortSignal.any([signal, connection.signal])), signal, idle_ms);
    const events = Stream.rawEvents(response, connection)[Symbol.asyncIterator]();
    for (;;) {
      const next = await alive(watch, events.next(), signal, idle_ms);
      // More may have come in one packet: whoever left hears none of it.
      signal.throwIfAborted();
      if (next.done) return;
      const { event, data } = next.value;
      if (event === 'error') throw streamError(data);
      if (event !== null && event !== 'ping' && data) yield JSON.parse(data) as RawMessageStreamEvent;
    }
  } finally {
    watch.close();
    connection.abort();
  }
}

/** The promise, unless the signal or the silence comes first. */
async function alive<T>(watch: Watch, promise: Promise<T>, signal: AbortSignal, idle_ms: number): Promise<T> {
  const result = await watch.wait(promise);
  if (result === 'stopped') throw new Error('aborted', { cause: signal.reason });
  if (result === 'silence') throw new AssistantError('stalled', `The model sent nothing for ${Math.round(idle_ms / 1000)} s`, true);
  return result;
}
