import type { EventType } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

/** What is known of a segment without opening it. */
export interface SegmentIndex {
  first_seq: number;
  last_seq: number;
  from_ms: number;
  to_ms: number;
  bytes: number;
  sha256: Buffer;
}

export interface Segment extends Omit<SegmentIndex, 'bytes'> {
  /** Events of each type. */
  types: Partial<Record<EventType, number>>;
  /** gzip of the JSON `{events}`. */
  payload: Buffer;
}

/** Which segments to open; times and types only rule out segments that hold nothing of the kind. */
export interface SegmentFilter {
  after_seq?: number;
  from_ms?: number | undefined;
  to_ms?: number | undefined;
  types?: readonly string[] | undefined;
  /** Newest first when `desc`. */
  order?: 'asc' | 'desc';
  limit: number;
}

export async function insertSegment(tx: TenantTx, interview: string, segment: Segment): Promise<void> {
  await tx
    .sql('event_segments')
    .insert({ ...segment, types: JSON.stringify(segment.types), tenant_id: tx.tenant, interview_id: interview });
}

export async function listSegments(tx: TenantTx, interview: string): Promise<SegmentIndex[]> {
  const { rows } = await tx.sql.raw<{ rows: SegmentIndex[] }>(
    `select first_seq, last_seq, from_ms, to_ms, length(payload) as bytes, sha256 from event_segments
     where interview_id = ? order by first_seq`,
    [interview],
  );
  return rows;
}

export async function readSegment(tx: TenantTx, interview: string, first_seq: number): Promise<Buffer | null> {
  const row = await tx
    .sql('event_segments')
    .where({ interview_id: interview, first_seq })
    .first<{ payload: Buffer } | undefined>('payload');
  return row?.payload ?? null;
}

export async function readSegments(
  tx: TenantTx,
  interview: string,
  filter: SegmentFilter,
): Promise<{ last_seq: number; payload: Buffer }[]> {
  const query = tx
    .sql('event_segments')
    .where({ interview_id: interview })
    .where('last_seq', '>', filter.after_seq ?? 0)
    .orderBy('first_seq', filter.order ?? 'asc')
    .limit(filter.limit)
    .select('last_seq', 'payload');
  if (filter.from_ms !== undefined) query.where('to_ms', '>=', filter.from_ms);
  if (filter.to_ms !== undefined) query.where('from_ms', '<=', filter.to_ms);
  if (filter.types) query.whereRaw('jsonb_exists_any(types, ?::text[])', [[...filter.types]] as unknown as string[]);
  return (await query) as { last_seq: number; payload: Buffer }[];
}
