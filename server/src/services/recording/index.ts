import type { Knex } from 'knex';
import type { AnswerOf, EventBatch, EventsAcked, QueryOf, ReplayManifest, SegmentContent, SessionEvent } from '@interviewlm/protocol';
import { maintainPartitions } from '../../db/partitions.js';
import { appendBatch } from './batch.js';
import type { Bus } from './bus.js';
import { eraseEvents } from './erase.js';
import { fold, foldDue, type Refold } from './fold.js';
import { follow } from './follow.js';
import type { At } from './log.js';
import { listEvents } from './pages.js';
import { refold as refoldHere } from './refold.js';
import { Room } from './room.js';
import { replayManifest, segmentContent } from './replay.js';

/** Appends under way and waiting in one process: more than this would only wait longer for the same connections. */
const mostAppends = 500;

/** The log of every interview: written once, in order, read from any process. Server events go in by `append` of `log.ts`. */
export interface Recording {
  appendBatch(at: At, batch: EventBatch): Promise<EventsAcked>;
  listEvents(at: At, query: QueryOf<'listEvents'>): Promise<AnswerOf<'listEvents'>>;
  follow(at: At, after: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  replayManifest(at: At): Promise<ReplayManifest>;
  segmentContent(at: At, first_seq: number, last_seq?: number): Promise<SegmentContent>;
  /** Takes what these events held out of the log for good; the chain still holds. Gives how many. */
  erase(at: At, seqs: ReadonlySet<number>): Promise<number>;
  /** Folds one log as far as it has come. */
  fold(at: Pick<At, 'tenant' | 'interview'>): Promise<void>;
  /** Folds logs of all tenants that are due. Gives how many. */
  foldDue(): Promise<number>;
  /** Keeps room for the months to come, and gives back that of months that hold nothing any more. */
  maintain(): Promise<void>;
}

export interface RecordingOptions {
  readonly room?: Room;
  /** Who does the work of folding; this thread where nobody else is named. */
  readonly refold?: Refold;
}

export const createRecording = (
  knex: Knex,
  bus: Bus,
  { room = new Room(mostAppends), refold = refoldHere }: RecordingOptions = {},
): Recording => ({
  appendBatch: (at, batch) => room.take(() => appendBatch(knex, at, batch)),
  listEvents: (at, query) => listEvents(knex, at, query),
  follow: (at, after, signal) => follow(knex, bus, at, after, signal),
  replayManifest: (at) => replayManifest(knex, at),
  segmentContent: (at, first_seq, last_seq) => segmentContent(knex, at, first_seq, last_seq),
  erase: (at, seqs) => eraseEvents(knex, refold, at, seqs),
  fold: (at) => fold(knex, refold, at),
  foldDue: () => foldDue(knex, refold),
  maintain: async () => {
    await maintainPartitions(knex);
  },
});

export { append } from './log.js';
export type { At } from './log.js';
