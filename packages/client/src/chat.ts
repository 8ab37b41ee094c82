import type { ChatMessage, ChatRequest, ChatStreamEvent, Conversation } from '@interviewlm/protocol';
import { Backoff } from './backoff.js';
import { jsonOf } from './http.js';
import type { Http } from './http.js';
import { ConnectionError, isTemporary, ProblemError } from './problem.js';
import { newUuid } from './recorder/life.js';
import { fillPath, routes } from './routes.js';
import { readEvents } from './sse.js';
import { streamHeaders } from './stream.js';

/** How often a broken answer is picked up again before the caller is told. */
const maxResumes = 8;
/** How often a question that may not have arrived is sent again. */
const maxAsks = 4;
/** A server that died with a question keeps others from taking it for so long. */
const inFlight_ms = 20_000;

export interface ChatOptions {
  readonly signal?: AbortSignal | undefined;
  /** The answer broke off and is being picked up again (true), or goes on (false). */
  readonly onReconnecting?: ((reconnecting: boolean) => void) | undefined;
}

/**
 * Asks the assistant. A question whose answer doesn't begin is sent again, with a key that makes it one question to the server. The answer
 * ends with `done` or `error`; a stream that breaks before is picked up where it broke, by `Last-Event-ID` while the server still holds it,
 * else from the stored message, and nothing is given twice.
 * Throws `ProblemError` when refused, `ConnectionError` when the question never arrived or the answer can't be picked up.
 */
export async function* chat(
  http: Http,
  interview: string,
  body: ChatRequest,
  options: ChatOptions = {},
): AsyncGenerator<ChatStreamEvent, void, undefined> {
  const answer = await ask(http, interview, body, options);
  yield* readAnswer(http, interview, answer, new Progress(), options);
}

async function ask(http: Http, interview: string, body: ChatRequest, { signal, onReconnecting }: ChatOptions): Promise<Response> {
  const [method, route] = routes.sendMessage;
  const path = fillPath(route, { id: interview });
  const headers = { ...streamHeaders(''), 'Idempotency-Key': newUuid() };
  const backoff = new Backoff({ firstMs: 300, maxMs: 2000 });
  const from = performance.now();
  for (let asks = 1; ; asks++) {
    try {
      const answer = await http.send({ method, path, body, signal, headers });
      if (asks > 1) onReconnecting?.(false);
      return answer;
    } catch (error) {
      const isTaken = error instanceof ProblemError && error.code === 'idempotency_in_flight' && performance.now() - from < inFlight_ms;
      if (signal?.aborted || !(isTaken || (isTemporary(error) && asks < maxAsks))) throw error;
      onReconnecting?.(true);
      await backoff.wait(signal);
    }
  }
}

/** Picks up an answer that runs already, e.g. after a reload. Ends at once when there is none. */
export async function* resumeChat(
  http: Http,
  interview: string,
  options: ChatOptions = {},
): AsyncGenerator<ChatStreamEvent, void, undefined> {
  const answer = await reopen(http, interview, '', options.signal);
  if (!isStream(answer)) return;
  const progress = new Progress();
  for await (const event of progress.events(answer, options.signal)) yield event;
  // A stream that ends without a word: nothing was running.
  if (progress.lastId !== '' && !progress.ended) yield* readAnswer(http, interview, undefined, progress, options);
}

async function* readAnswer(
  http: Http,
  interview: string,
  first: Response | undefined,
  progress: Progress,
  options: ChatOptions,
): AsyncGenerator<ChatStreamEvent, void, undefined> {
  const { signal, onReconnecting } = options;
  const backoff = new Backoff({ firstMs: 300, maxMs: 4000 });
  let answer = first;
  for (let resumes = 0; ;) {
    if (answer) {
      try {
        yield* isStream(answer) ? progress.events(answer, signal) : progress.stored((await jsonOf(answer)) as Conversation);
      } catch (error) {
        if (signal?.aborted || !(error instanceof ConnectionError)) throw error;
      }
      if (progress.ended) return;
    }
    if (resumes++ >= maxResumes) throw new ConnectionError('The answer broke off');
    onReconnecting?.(true);
    await backoff.wait(signal);
    answer = await reopen(http, interview, progress.lastId, signal).catch((error: unknown) => {
      if (signal?.aborted || !isTemporary(error)) throw error;
      return undefined;
    });
    if (answer) onReconnecting?.(false);
  }
}

function reopen(http: Http, interview: string, lastId: string, signal: AbortSignal | undefined): Promise<Response> {
  const [method, path] = routes.getConversation;
  return http.send({ method, path: fillPath(path, { id: interview }), signal, headers: streamHeaders(lastId) });
}

const isStream = (answer: Response) => (answer.headers.get('Content-Type') ?? '').startsWith('text/event-stream');

/** How much of one answer has been given to the caller. */
class Progress {
  lastId = '';
  ended = false;
  private message = '';
  private text = '';
  private readonly seen = new Set<string>();

  async *events(answer: Response, signal: AbortSignal | undefined): AsyncGenerator<ChatStreamEvent, void, undefined> {
    for await (const { id, event, data } of readEvents(answer, signal)) {
      if (id !== '' && this.seen.has(id)) continue;
      if (id !== '') this.seen.add((this.lastId = id));
      const whole = { ...(data as object), type: event } as ChatStreamEvent;
      this.note(whole);
      yield whole;
      if (this.ended) return;
    }
  }

  /** The server no longer streams the answer: what is missing comes from the stored message. */
  *stored(conversation: Conversation): Generator<ChatStreamEvent, void, undefined> {
    const found = conversation.messages.findLast((message) => (this.message ? message.id === this.message : message.role === 'assistant'));
    if (!found || found.status === 'streaming') return;
    if (!this.message) yield { type: 'start', message_id: found.id };
    if (found.text.length > this.text.length && found.text.startsWith(this.text))
      yield { type: 'delta', text: found.text.slice(this.text.length) };
    if (found.usage) yield { type: 'usage', ...found.usage };
    this.ended = true;
    yield endOf(found);
  }

  private note(event: ChatStreamEvent): void {
    if (event.type === 'start') this.message = event.message_id;
    else if (event.type === 'delta') this.text += event.text;
    else if (event.type === 'done' || event.type === 'error') this.ended = true;
  }
}

const endOf = (message: ChatMessage): ChatStreamEvent =>
  message.status === 'failed'
    ? { type: 'error', code: 'assistant_unavailable', detail: 'The answer broke off', retryable: true }
    : { type: 'done', stop_reason: message.status === 'stopped' ? 'stopped' : 'end_turn', prompt_quality: message.prompt_quality };
