import type { CallOptions, Client, ClientEvent } from '@interviewlm/client';
import type { AnswerOf, EndpointName } from '@interviewlm/protocol';
import type { Connection } from './connection.js';
import type { Memory } from './memory.js';

/** What the parts of the state share: one interview's client, recorder, connection and memory. */
export interface Desktop {
  readonly interview: string;
  readonly client: Client;
  readonly connection: Connection;
  readonly memory: Memory;
  /** Aborts when the workspace is closed. */
  readonly signal: AbortSignal;
  call<N extends EndpointName>(name: N, options: CallOptions<N>): Promise<AnswerOf<N>>;
  record(event: ClientEvent): void;
  /** Resolves when the server has what was recorded, or after a short while without it. */
  flushRecording(): Promise<void>;
}
