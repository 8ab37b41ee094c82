import type { AnswerOf, BodyInputOf, ChatRequest, ChatStreamEvent, EndpointName, ParamsOf, QueryInputOf } from '@interviewlm/protocol';
import type { ChatOptions } from './chat.js';
import { createHttp, jsonOf } from './http.js';
import type { ClientOptions, Outgoing } from './http.js';
import { routeOf } from './route-of.js';
import { fillPath } from './routes.js';
import type { StreamEvent } from './sse.js';
import type { FollowOptions } from './stream.js';
import { openTerminal } from './terminal.js';
import type { TerminalConnection, TerminalOptions } from './terminal.js';

/** A part that must be given only where the endpoint can't do without it. */
type Part<K extends string, T> = [T] extends [undefined | Record<string, never>]
  ? { [P in K]?: undefined }
  : object extends T
    ? { [P in K]?: T }
    : { [P in K]: T };

export type CallOptions<N extends EndpointName> = Part<'params', ParamsOf<N>> &
  Part<'query', QueryInputOf<N>> &
  Part<'body', BodyInputOf<N>> & {
    readonly signal?: AbortSignal | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly keepalive?: boolean | undefined;
  };

type Optional<N extends EndpointName> = object extends CallOptions<N> ? [options?: CallOptions<N>] : [options: CallOptions<N>];

export interface Client {
  readonly baseUrl: string;
  /**
   * Calls an endpoint of the protocol: `client.call('runTests', {params: {id}, body: {}})`.
   * Throws `ProblemError` when refused, `ConnectionError` when no answer came, the signal's reason when aborted.
   */
  call<N extends EndpointName>(name: N, ...options: Optional<N>): Promise<AnswerOf<N>>;
  /** The events of one streamed answer, without picking it up when it breaks: for requests that must not be sent twice. */
  events<N extends EndpointName>(name: N, ...options: Optional<N>): AsyncGenerator<StreamEvent, void, undefined>;
  /** Follows a `GET` stream and picks it up by `Last-Event-ID` whenever it breaks. */
  stream<N extends EndpointName>(name: N, options: CallOptions<N> & FollowOptions): AsyncGenerator<StreamEvent, void, undefined>;
  /** Asks the assistant; see `ChatStreamEvent`. The answer survives broken connections. */
  chat(interview: string, request: ChatRequest, options?: ChatOptions): AsyncGenerator<ChatStreamEvent, void, undefined>;
  /** Picks up an answer that is running on the server; ends at once when there is none. */
  resumeChat(interview: string, options?: ChatOptions): AsyncGenerator<ChatStreamEvent, void, undefined>;
  /** Connects to the interview's terminal and stays connected until closed. */
  openTerminal(options: TerminalOptions): TerminalConnection;
}

/**
 * A client with one credential: `fetchToken` or `token` in a page, `secretKey` on a server. What reads streams is loaded with the first
 * stream: a page that only asks for a form doesn't need it.
 */
export function createClient(options: ClientOptions): Client {
  const http = createHttp(options);
  const outgoing = async (name: EndpointName, call: LooseOptions = {}): Promise<Outgoing> => {
    const [method, path] = await routeOf(name);
    const { params, query, body, signal, headers, keepalive } = call;
    return {
      method,
      path: fillPath(path, (params ?? {}) as Record<string, string | number>),
      query: query as Pairs | undefined,
      body,
      signal,
      headers,
      keepalive,
    };
  };
  return {
    baseUrl: http.baseUrl,
    async call<N extends EndpointName>(name: N, ...[call]: Optional<N>) {
      return (await jsonOf(await http.send(await outgoing(name, call)))) as AnswerOf<N>;
    },
    async *events(name, ...[call]) {
      const request = await outgoing(name, call);
      const { readEvents } = await import('./sse.js');
      const answer = await http.send({ ...request, headers: { ...request.headers, Accept: 'text/event-stream' } });
      yield* readEvents(answer, request.signal);
    },
    async *stream(name, call) {
      const { follow } = await import('./stream.js');
      yield* follow(http, await outgoing(name, call), call);
    },
    async *chat(interview, request, chatOptions) {
      const { chat } = await import('./chat.js');
      yield* chat(http, interview, request, chatOptions);
    },
    async *resumeChat(interview, chatOptions) {
      const { resumeChat } = await import('./chat.js');
      yield* resumeChat(http, interview, chatOptions);
    },
    openTerminal: (terminalOptions) => openTerminal(http, terminalOptions),
  };
}

type Pairs = Readonly<Record<string, unknown>>;

/** The options of any endpoint: which parts it has is checked where it is called. */
interface LooseOptions {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly keepalive?: boolean | undefined;
}
