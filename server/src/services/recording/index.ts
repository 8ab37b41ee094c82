import type { Knex } from 'knex';
import type { AnswerOf, EventBatch, EventsAcked, QueryOf, ReplayManifest, SessionEvent } from '@interviewlm/protocol';
import { appendBatch } from './batch.js';
import type { Bus } from './bus.js';
import { follow } from './follow.js';
import type { At } from './log.js';
import { listEvents } from './pages.js';
import { replayManifest, segmentEvents } from './replay.js';

/** The log of every interview: written once, in order, read from any process. Server events go in by `append` of `log.ts`. */
export interface Recording {
  appendBatch(at: At, batch: EventBatch): Promise<EventsAcked>;
  listEvents(at: At, query: QueryOf<'listEvents'>): Promise<AnswerOf<'listEvents'>>;
  follow(at: At, after: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  replayManifest(at: At): Promise<ReplayManifest>;
  segmentEvents(at: At, first_seq: number): Promise<SessionEvent[]>;
}

export const createRecording = (knex: Knex, bus: Bus): Recording => ({
  appendBatch: (at, batch) => appendBatch(knex, at, batch),
  listEvents: (at, query) => listEvents(knex, at, query),
  follow: (at, after, signal) => follow(knex, bus, at, after, signal),
  replayManifest: (at) => replayManifest(knex, at),
  segmentEvents: (at, first_seq) => segmentEvents(knex, at, first_seq),
});

export { append } from './log.js';
export type { At } from './log.js';
