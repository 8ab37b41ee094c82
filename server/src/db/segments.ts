import type { Knex } from 'knex';
import type { EventType } from '@interviewlm/protocol';
import type { LogHead } from './log-heads.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/** What is known of a segment without opening it. */
export interface SegmentIndex {
  first_seq: number;
  last_seq: number;
  from_ms: number;
  to_ms: number;
  events: number;
  bytes: number;
  sha256: Buffer;
  /** It begins with a keyframe and is in the order of time. */
  folded: boolean;
}

export interface Segment extends Omit<SegmentIndex, 'bytes'> {
  /** Events of each type. */
  types: Partial<Record<EventType, number>>;
  /** gzip of JSON: `{events}`, or `{keyframe, packed}` once folded. */
  payload: Buffer;
  /** The head of the chain of segments after this one; null once folded. */
  head: Buffer | null;
}

/** A segment that doesn't know its place in the log yet. */
export type LooseSegment = Pick<Segment, 'from_ms' | 'to_ms' | 'events' | 'types' | 'payload' | 'sha256'>;

/** Which segments to open; times and types only rule out segments that hold nothing of the kind. */
export interface SegmentFilter {
  /** With a later event than this. */
  after_seq?: number;
  /** Whose first event is this or a later one. */
  from_seq?: number;
  from_ms?: number | undefined;
  to_ms?: number | undefined;
  types?: readonly string[] | undefined;
  /** Newest first when `desc`. */
  order?: 'asc' | 'desc';
  limit: number;
}

export type StoredSegment = Pick<Segment, 'first_seq' | 'last_seq' | 'from_ms' | 'to_ms' | 'payload' | 'sha256' | 'head'>;

const stored = ['first_seq', 'last_seq', 'from_ms', 'to_ms', 'payload', 'sha256', 'head'] as const;

/**
 * Appends a segment, moves the head of its log and its writer's along and tells the channel's listeners, in one round trip: an append
 * is paid for in round trips more than in anything else.
 */
export async function appendSegment(
  tx: TenantTx,
  head: LogHead,
  segment: Segment,
  channel: string,
  writer?: { readonly client_id: string; readonly acked_seq: number },
): Promise<void> {
  const { page_ms, server_ms, id } = head;
  const values = { ...segment, ...writer, types: JSON.stringify(segment.types), tenant: tx.tenant, id, page_ms, server_ms, channel };
  await tx.sql.raw(writer ? appendByWriter : append, values);
}

const appended = `
  with appended as (
    insert into event_segments (tenant_id, interview_id, first_seq, last_seq, from_ms, to_ms, events, types, payload, sha256, head)
    values (:tenant, :id, :first_seq, :last_seq, :from_ms, :to_ms, :events, :types, :payload, :sha256, :head)
  ), moved as (
    update interviews set log_seq = :last_seq, log_hash = :head, page_ms = :page_ms, server_ms = :server_ms where id = :id
  )`;
const told = `select pg_notify(:channel, :id || ':' || :last_seq::text) from interviews where id = :id and followed_until > now()`;
const append = `${appended} ${told}`;
const appendByWriter = `${appended}, acknowledged as (
    insert into event_writers (tenant_id, interview_id, client_id, acked_seq) values (:tenant, :id, :client_id, :acked_seq)
    on conflict (interview_id, client_id) do update set acked_seq = excluded.acked_seq
  ) ${told}`;

/** In the order of time where they are folded, then those that are not in the order of the log. */
export async function listSegments(tx: TenantReads, interview: string): Promise<SegmentIndex[]> {
  const { rows } = await tx.sql.raw<{ rows: SegmentIndex[] }>(
    `select first_seq, last_seq, from_ms, to_ms, events, length(payload) as bytes, sha256, folded from event_segments
     where interview_id = ? order by folded desc, case when folded then from_ms else first_seq end, to_ms, first_seq`,
    [interview],
  );
  return rows;
}

export async function readSegment(
  tx: TenantTx,
  interview: string,
  first_seq: number,
): Promise<Pick<Segment, 'last_seq' | 'payload'> | null> {
  const row = await tx
    .sql('event_segments')
    .where({ interview_id: interview, first_seq })
    .first<Pick<Segment, 'last_seq' | 'payload'> | undefined>('last_seq', 'payload');
  return row ?? null;
}

/** By `first_seq`; the numbers of neighbours may overlap where they are folded. */
export async function readSegments(tx: TenantReads, interview: string, filter: SegmentFilter): Promise<StoredSegment[]> {
  const query = tx
    .sql('event_segments')
    .where({ interview_id: interview })
    .where('last_seq', '>', filter.after_seq ?? 0)
    .where('first_seq', '>=', filter.from_seq ?? 0)
    .orderBy('first_seq', filter.order ?? 'asc')
    .limit(filter.limit)
    .select(stored);
  if (filter.from_ms !== undefined) query.where('to_ms', '>=', filter.from_ms);
  if (filter.to_ms !== undefined) query.where('from_ms', '<=', filter.to_ms);
  if (filter.types) query.whereRaw('jsonb_exists_any(types, ?::text[])', [[...filter.types]] as unknown as string[]);
  return (await query) as StoredSegment[];
}

/** The oldest segments that are not folded. */
export async function readUnfolded(tx: TenantTx, interview: string, limit: number): Promise<StoredSegment[]> {
  const query = tx.sql('event_segments').where({ interview_id: interview, folded: false }).orderBy('first_seq').limit(limit);
  return query.select<StoredSegment[]>(stored);
}

/** Folded segments with something at or after `from_ms`, and the one before them, in the order of time. */
export async function readFoldedFrom(tx: TenantTx, interview: string, from_ms: number): Promise<StoredSegment[]> {
  const folded = () => tx.sql('event_segments').where({ interview_id: interview, folded: true });
  const before = folded()
    .where('to_ms', '<', from_ms)
    .orderBy(['to_ms', 'from_ms', 'last_seq'].map((column) => ({ column, order: 'desc' })))
    .limit(1);
  const after = folded().where('to_ms', '>=', from_ms).orderBy(['from_ms', 'to_ms', 'last_seq']);
  return [...(await before.select<StoredSegment[]>(stored)), ...(await after.select<StoredSegment[]>(stored))];
}

/** Puts folded segments in the place of others. */
export async function replaceSegments(
  tx: TenantTx,
  interview: string,
  gone: readonly number[],
  segments: readonly Segment[],
): Promise<void> {
  await tx
    .sql('event_segments')
    .where({ interview_id: interview })
    .whereIn('first_seq', [...gone])
    .delete();
  const rows = segments.map((segment) => ({
    ...segment,
    types: JSON.stringify(segment.types),
    tenant_id: tx.tenant,
    interview_id: interview,
  }));
  if (rows.length > 0) await tx.sql.batchInsert('event_segments', rows, 50);
}

/** Logs of any tenant that are due to be folded. */
export const listDueFolds = (knex: Knex, atMost: number) =>
  withoutTenant<{ id: string; tenant_id: string }>(knex, 'select * from due_folds(?)', [atMost]);
