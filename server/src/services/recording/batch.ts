import type { Knex } from 'knex';
import { limits, type EventBatch, type EventsAcked, type NewEvent } from '@interviewlm/protocol';
import { markerOf } from '@interviewlm/recording';
import type { LogHead } from '../../db/log-heads.js';
import { recordBatch } from '../../db/record-batch.js';
import { withTenant } from '../../db/tenant-tx.js';
import { acknowledge, ackedSeq } from '../../db/writers.js';
import { ApiError, invalid } from '../../errors.js';
import { encodeLoose } from './codec.js';
import { appendTo, logChannel, openLog, tooLarge, type At } from './log.js';

/** How far a page's clock may run ahead of ours before its events are set to our time. */
const clockSlackMs = 5_000;

/**
 * Appends what is new of a page's batch and answers only when it is durable.
 *
 * RC4 A batch that is in the log already is acknowledged, whatever it holds this time and whatever became of the interview.
 * RC5 Of a batch that overlaps the log only the events after the overlap are appended.
 * RC6 A batch that starts after the next expected event is refused as a whole: 409 `sequence_gap` with `expected_seq`.
 * RC7 Times after the server's own by more than 5 s are set to the server's.
 * RC14 A process with too much to write answers 429 with `retry_after` (`room.ts`); the page keeps the batch and waits.
 * RC8 Signals that the candidate's accommodations suppress are acknowledged and not kept.
 */
export async function appendBatch(knex: Knex, at: At, batch: EventBatch): Promise<EventsAcked> {
  if (await appendUsual(knex, at, batch)) return ackUpTo(batch.first_seq + batch.events.length - 1);
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    const acked = await ackedSeq(tx, at.interview, batch.client_id);
    if (batch.first_seq > acked + 1) throw new ApiError('sequence_gap', undefined, { expected_seq: acked + 1 });
    const fresh = batch.events.slice(acked + 1 - batch.first_seq);
    if (fresh.length === 0) return ackUpTo(acked);
    if (!Number.isSafeInteger(acked + fresh.length)) throw invalid('body.first_seq', 'too_big', 'first_seq is out of range');
    requireRecording(head);
    const writer = { client_id: batch.client_id, acked_seq: acked + fresh.length };
    const events = fresh.filter(kept(head)).map((event) => plausible(event, head.now_ms));
    if (events.length > 0) await appendTo(tx, head, events, { writer, mostBytes: limits.batchBytes });
    else await acknowledge(tx, at.interview, writer.client_id, writer.acked_seq);
    return ackUpTo(writer.acked_seq);
  });
}

const ackUpTo = (acked_seq: number): EventsAcked => ({ acked_seq, next_seq: acked_seq + 1 });

/**
 * Tries to append a batch that goes on where the last one of its page ended, in one round trip that decides nothing: what the database
 * finds anything else than usual about, it leaves alone. False when it did.
 */
async function appendUsual(knex: Knex, at: At, { client_id, first_seq, events }: EventBatch): Promise<boolean> {
  const last = { page: events[0]?.t_ms ?? 0, server: 0 };
  const { placed, bytes, ...segment } = encodeLoose(events, 0, last);
  if (bytes > limits.batchBytes) throw tooLarge(limits.batchBytes);
  // Markers hold the numbers of their events, which are not known yet.
  if (placed.some((event) => markerOf({ seq: 1, ...event }))) return false;
  return recordBatch(knex, at, {
    ...segment,
    client_id,
    first_seq,
    signals: placed.some(({ type }) => type.startsWith('integrity.')),
    start_ms: placed[0]?.t_ms ?? 0,
    end_ms: last.page,
    slack_ms: clockSlackMs,
    channel: logChannel,
  });
}

/** A paused interview still takes what its page recorded just before; a finished one is frozen. */
function requireRecording(head: LogHead): void {
  if (head.status === 'started' || head.status === 'paused') return;
  throw new ApiError(head.status === 'created' ? 'interview_not_active' : 'already_submitted');
}

const plausible = (event: NewEvent, now_ms: number): NewEvent => (event.t_ms > now_ms + clockSlackMs ? { ...event, t_ms: now_ms } : event);

function kept(head: LogHead): (event: NewEvent) => boolean {
  const suppressed = new Set<string>(head.accommodations.suppress_signals.map((signal) => `integrity.${signal}`));
  return (event) => !suppressed.has(event.type);
}
