import { ConnectionError } from './problem.js';

export interface StreamEvent {
  /** The last `id:` seen, as the standard has it; empty before the first. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** The events of one `text/event-stream` body, by the WHATWG rules; `data` is JSON. Comments (heartbeats) are skipped. */
export async function* readEvents(answer: Response, signal?: AbortSignal): AsyncGenerator<StreamEvent, void, undefined> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = createParser();
  // A body that the network doesn't end by itself, as one from a service worker, ends here.
  const leave = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield* parse(value);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ConnectionError) throw cause;
    throw new ConnectionError('The stream broke', { cause });
  } finally {
    signal?.removeEventListener('abort', leave);
    await reader.cancel().catch(() => undefined);
  }
}

/** Takes text in any pieces and answers the events that became whole. */
export function createParser(): (chunk: string) => StreamEvent[] {
  let rest = '';
  let id = '';
  let event = '';
  let data: string[] = [];

  const line = (text: string): StreamEvent | undefined => {
    if (text === '') {
      const whole = data.length > 0 ? { id, event: event || 'message', data: parseData(data.join('\n')) } : undefined;
      event = '';
      data = [];
      return whole;
    }
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    return undefined;
  };

  return (chunk) => {
    rest += chunk;
    const events: StreamEvent[] = [];
    for (let end = nextLineEnd(rest); end; end = nextLineEnd(rest)) {
      const whole = line(rest.slice(0, end.at));
      rest = rest.slice(end.at + end.length);
      if (whole) events.push(whole);
    }
    return events;
  };
}

/** A lone CR at the end of what is there may be half of a CRLF: it waits for more. */
function nextLineEnd(text: string): { at: number; length: number } | undefined {
  const at = text.search(/[\r\n]/);
  if (at < 0 || (text[at] === '\r' && at === text.length - 1)) return undefined;
  return { at, length: text.startsWith('\r\n', at) ? 2 : 1 };
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConnectionError('An event of the stream is not valid JSON', { cause });
  }
}
