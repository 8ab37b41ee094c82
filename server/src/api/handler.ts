import type { AnswerOf, BodyOf, EndpointName, Endpoints, ParamsOf, QueryOf } from '@interviewlm/protocol';
import type { Actor } from '../services/scope.js';

/** Public endpoints have no actor; every other has one that was checked. */
type ActorOf<N extends EndpointName> = Endpoints[N]['credentials'][number] extends 'public' ? null : Actor;

/** A checked request: the credential may call this endpoint on this interview, and every part has its schema's shape. */
export interface Call<N extends EndpointName> {
  readonly actor: ActorOf<N>;
  readonly params: ParamsOf<N>;
  readonly query: QueryOf<N>;
  readonly body: BodyOf<N>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly ip: string;
  readonly requestId: string;
  /** Aborts when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** True when the client asked for `text/event-stream`. */
  readonly wantsStream: boolean;
}

export interface ServerSentEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** An answer that streams as `text/event-stream`; `api/streams/sse.ts` writes it, with heartbeats and back-pressure. */
export class EventStream {
  constructor(readonly events: AsyncIterable<ServerSentEvent>) {}
}

/** An answer of bytes, of the kind that the endpoint names; pages save it under `name`. */
export class Download {
  constructor(
    readonly content: Uint8Array,
    readonly name: string,
    /** Whether it tells nothing of who the candidate is. */
    readonly masked = false,
  ) {}
}

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<AnswerOf<N> | EventStream | Download>;
export type Handlers = { readonly [N in EndpointName]: Handler<N> };
