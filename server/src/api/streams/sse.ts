import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { Watch } from '../../watch.js';
import type { Context } from '../context.js';
import type { EventStream, ServerSentEvent } from '../handler.js';

/** Proxies cut a connection that is silent for long; a comment keeps it open. */
const heartbeat_ms = 15_000;

/**
 * Answers with a stream of server-sent events. The next event is only asked for when the socket takes more, and leaving
 * early ends the iterator of the events. `X-Accel-Buffering` keeps nginx from holding everything until the end.
 */
export function answerStream(ctx: Context, stream: EventStream): void {
  ctx.status = 200;
  ctx.set({ 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  ctx.body = Readable.from(frames(stream.events, ctx.state.signal, ctx.state.log), { objectMode: false, highWaterMark: 16 * 1024 });
  ctx.type = 'text/event-stream';
}

export async function* frames(
  events: AsyncIterable<ServerSentEvent>,
  signal: AbortSignal,
  log: Logger,
  beat = heartbeat_ms,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  const watch = new Watch(signal, beat);
  // The first comment carries the headers to the client before there is anything to tell.
  yield ': open\n\n';
  let next = iterator.next();
  try {
    while (!signal.aborted) {
      const turn = await watch.wait(next);
      if (turn === 'stopped') return;
      if (turn === 'silence') {
        yield ': still here\n\n';
        continue;
      }
      if (turn.done) return;
      yield frame(turn.value);
      next = iterator.next();
    }
  } catch (error) {
    log.error({ err: error }, 'a stream failed');
    yield frame({
      event: 'error',
      data: { type: 'error', code: 'internal', detail: 'Something went wrong on our side.', retryable: true },
    });
  } finally {
    watch.close();
    next.catch(() => undefined);
    // The one who makes the events may be waiting for its own end; nobody has to wait for it here.
    void iterator.return?.().catch(() => undefined);
  }
}

/** A line break inside an id or a name would end the frame; the data is JSON, which has none. */
function frame({ id, event, data }: ServerSentEvent): string {
  return `${id === undefined ? '' : `id: ${oneLine(id)}\n`}event: ${oneLine(event)}\ndata: ${JSON.stringify(data)}\n\n`;
}

const oneLine = (text: string) => text.replace(/[\r\n\0]/g, ' ');
