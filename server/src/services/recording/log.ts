import { markerOf } from '@interviewlm/recording';
import { insertMarkers } from '../../db/markers.js';
import { lockLogHead, readLogHead, type LogHead } from '../../db/log-heads.js';
import { appendSegment } from '../../db/segments.js';
import type { TenantReads } from '../../db/tenant-reads.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import type { Scope } from '../scope.js';
import { chain, encodeLoose, type Unplaced } from './codec.js';

export type { Unplaced } from './codec.js';

/** One interview of one tenant and mode. */
export interface At extends Scope {
  readonly interview: string;
}

/** Postgres channel of every log; the payload is `<interview>:<last seq>`. */
export const logChannel = 'interview_log';

/** The interview, or 404 when it isn't of this tenant and mode. */
export async function readLog(tx: TenantReads, at: At): Promise<LogHead> {
  const head = await readLogHead(tx, at.interview, at.mode);
  if (!head || head.status === 'erased') throw notFound('interview');
  return head;
}

/** The same, locked until the transaction ends. */
export async function openLog(tx: TenantTx, at: At): Promise<LogHead> {
  const head = await lockLogHead(tx, at.interview, at.mode);
  if (!head || head.status === 'erased') throw notFound('interview');
  return head;
}

/** Refuses work on an interview that isn't running, with the reason a candidate can act on. */
export function requireRunning(head: LogHead): void {
  if (head.status === 'started') return;
  if (head.status === 'expired') throw new ApiError('interview_expired');
  if (head.status === 'created' || head.status === 'paused') throw new ApiError('interview_not_active');
  throw new ApiError('already_submitted');
}

/** Whether something may begin that goes on after its request, as a shell and an answer do: its last words would follow the submission. */
export const mayBegin = (head: LogHead): boolean => head.status === 'started' && !head.handing_in;

/**
 * Appends events of the server's own as one segment, in the caller's transaction: they are in the log exactly when what they tell of is.
 * Locks the interview.
 */
export async function append(tx: TenantTx, interview: string, events: readonly Unplaced[]): Promise<void> {
  const head = await lockLogHead(tx, interview);
  if (!head || head.status === 'erased') throw notFound('interview');
  await appendTo(tx, head, events);
}

/** What is said of events that a page sent: up to where its own are durable with them, and how large they may be as JSON. */
export interface FromWriter {
  readonly writer: { readonly client_id: string; readonly acked_seq: number };
  readonly mostBytes: number;
}

/**
 * The same for a caller that holds the lock. `head` moves along.
 *
 * RC1 `seq` counts every event of the interview from 1, without a hole, in the order of the commits.
 * RC2 Each append is one segment; its `head = sha256(previous head, sha256(payload))` chains them until they are folded (`fold.ts`).
 * RC3 Followers are told in the same transaction: never of what was rolled back, always of what was committed.
 * RC9 A time up to 5 s before the last one of its source (page or server) is a corrected clock, and becomes that one's.
 */
export async function appendTo(tx: TenantTx, head: LogHead, events: readonly Unplaced[], batch?: FromWriter): Promise<void> {
  if (events.length === 0) return;
  const last = { page: head.page_ms, server: head.server_ms };
  const { placed, bytes, ...segment } = encodeLoose(events, head.now_ms, last);
  if (batch && bytes > batch.mostBytes) throw tooLarge(batch.mostBytes);
  const first_seq = head.seq + 1;
  head.seq += placed.length;
  head.hash = chain(head.hash, segment.sha256);
  head.page_ms = last.page;
  head.server_ms = last.server;
  const row = { ...segment, first_seq, last_seq: head.seq, head: head.hash, folded: false };
  const markers = placed.flatMap((event, index) => markerOf({ seq: first_seq + index, ...event }) ?? []);
  await Promise.all([appendSegment(tx, head, row, logChannel, batch?.writer), insertMarkers(tx, head.id, markers)]);
}

export const tooLarge = (most: number) =>
  new ApiError('too_large', `A batch holds at most ${most} bytes of events.`, {
    errors: [{ path: 'body.events', code: 'too_large', message: `at most ${most} bytes` }],
  });
