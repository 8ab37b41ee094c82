import type { Knex } from 'knex';
import type { QueryOf, SessionEvent, AnswerOf } from '@interviewlm/protocol';
import { readSegments, type StoredSegment } from '../../db/segments.js';
import { tenantReads, type TenantReads } from '../../db/tenant-reads.js';
import { invalid } from '../../errors.js';
import { decodeSegment } from './codec.js';
import { readLog, type At } from './log.js';

/** A few segments at a time: a page of 1,000 events seldom needs more, and memory stays flat. */
const segmentsPerRead = 32;

/** A page of the log in order. The cursor is the place after which the next page starts. */
export async function listEvents(knex: Knex, at: At, query: QueryOf<'listEvents'>): Promise<AnswerOf<'listEvents'>> {
  const after = query.cursor === undefined ? 0 : decodeCursor(query.cursor);
  const reads = tenantReads(knex, at.tenant);
  await readLog(reads, at);
  const found: SessionEvent[] = [];
  for await (const event of eventsAfter(reads, at.interview, { after, ...query, types: query.type?.split(',') })) {
    found.push(event);
    if (found.length > query.limit) break;
  }
  const data = found.slice(0, query.limit);
  const last = data.at(-1);
  const has_more = found.length > data.length;
  return { data, has_more, next_cursor: has_more && last ? encodeCursor(last.seq) : null };
}

export interface EventFilter {
  after?: number;
  types?: readonly string[] | undefined;
  from_ms?: number | undefined;
  to_ms?: number | undefined;
}

/** Every event of an interview that passes the filter, in order, read segment by segment. A type may end in `.*`. */
export async function* eventsAfter(reads: TenantReads, interview: string, filter: EventFilter = {}): AsyncGenerator<SessionEvent> {
  const matches = matcher(filter);
  let waiting: SessionEvent[] = [];
  for await (const segment of segmentsAfter(reads, interview, filter)) {
    // Numbers of folded segments overlap a little: what may still be preceded by another segment's event waits for it.
    yield* waiting.filter(({ seq }) => seq < segment.first_seq);
    waiting = waiting.filter(({ seq }) => seq >= segment.first_seq);
    for (const event of decodeSegment(segment)) if (event.seq > (filter.after ?? 0) && matches(event)) waiting.push(event);
    waiting.sort((a, b) => a.seq - b.seq);
  }
  yield* waiting;
}

async function* segmentsAfter(reads: TenantReads, interview: string, filter: EventFilter): AsyncGenerator<StoredSegment> {
  // A family such as `chat.*` can't be looked up in the index of types: its segments are opened.
  const types = filter.types?.every((type) => !type.endsWith('.*')) ? filter.types : undefined;
  const { from_ms, to_ms, after = 0 } = filter;
  for (let from_seq = 0; ;) {
    const segments = await readSegments(reads, interview, { from_ms, to_ms, types, after_seq: after, from_seq, limit: segmentsPerRead });
    yield* segments;
    const last = segments.at(-1);
    if (!last || segments.length < segmentsPerRead) return;
    from_seq = last.first_seq + 1;
  }
}

function matcher({ types, from_ms, to_ms }: EventFilter): (event: SessionEvent) => boolean {
  const exact = new Set(types);
  const families = (types ?? []).filter((type) => type.endsWith('.*')).map((type) => type.slice(0, -1));
  return (event) =>
    (!types || exact.has(event.type) || families.some((family) => event.type.startsWith(family))) &&
    event.t_ms >= (from_ms ?? 0) &&
    event.t_ms <= (to_ms ?? Infinity);
}

const encodeCursor = (seq: number) => Buffer.from(`seq:${seq}`).toString('base64url');

function decodeCursor(cursor: string): number {
  const [, seq] = /^seq:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (seq === undefined) throw invalid('query.cursor', 'invalid_cursor', 'This cursor is not one of ours.');
  return Number(seq);
}
