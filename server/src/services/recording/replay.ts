import type { Knex } from 'knex';
import type { ReplayManifest, SegmentContent, SegmentRef, SessionEvent } from '@interviewlm/protocol';
import { listMarkers } from '../../db/markers.js';
import { listSegments, readSegment, type SegmentIndex } from '../../db/segments.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { decodeContent } from './codec.js';
import { readLog, type At } from './log.js';
import { eventsAfter } from './pages.js';

const finished = new Set(['submitted', 'scored', 'archived', 'expired']);

/** What a player needs before it reads the first event. */
export async function replayManifest(knex: Knex, at: At): Promise<ReplayManifest> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await readLog(tx, at);
    const segments = await listSegments(tx, at.interview);
    return {
      object: 'replay',
      interview: at.interview,
      title: head.title,
      candidate: { name: head.candidate },
      started_at: head.started_at?.toISOString() ?? null,
      duration_ms: Math.max(head.now_ms, ...segments.map((segment) => segment.to_ms)),
      last_seq: head.seq,
      head: head.folded_seq === head.seq ? (head.folded_hash?.toString('hex') ?? null) : null,
      complete: finished.has(head.status),
      markers: await listMarkers(tx, at.interview),
      segments: references(at.interview, segments),
    };
  });
}

/**
 * What a segment holds; 404 for a number that no segment starts with.
 *
 * RC16 What a manifest named by its first and its last number is answered also after it was folded: all its events, and perhaps some of its
 * neighbours', without a keyframe. A player that read its manifest a moment before finds everything.
 */
export async function segmentContent(knex: Knex, at: At, first_seq: number, last_seq?: number): Promise<SegmentContent> {
  return withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const segment = await readSegment(tx, at.interview, first_seq);
    if (segment && (last_seq === undefined || segment.last_seq === last_seq)) return decodeContent({ first_seq, payload: segment.payload });
    const events = last_seq === undefined ? [] : await eventsBetween(tx, at.interview, first_seq, last_seq);
    if (events.length === 0) throw notFound('segment');
    return { events };
  });
}

/** Where the API answers a segment. */
export const segmentUrl = (interview: string, { first_seq, last_seq }: Pick<SegmentRef, 'first_seq' | 'last_seq'>): string =>
  `/api/interview/${interview}/replay/segments/${first_seq}?last_seq=${last_seq}`;

async function eventsBetween(tx: TenantTx, interview: string, first_seq: number, last_seq: number): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for await (const event of eventsAfter(tx, interview, { after: first_seq - 1 })) {
    if (event.seq > last_seq) break;
    events.push(event);
  }
  return events;
}

/**
 * RC13 A keyframe is only told of while nothing before it waits to be folded: a batch that came late makes those after it untrue until then.
 */
function references(interview: string, segments: readonly SegmentIndex[]): SegmentRef[] {
  const late = Math.min(...segments.filter(({ folded }) => !folded).map(({ from_ms }) => from_ms));
  return segments.map(({ folded, sha256, ...segment }) => ({
    ...segment,
    sha256: sha256.toString('hex'),
    ...(folded && segment.from_ms <= late && { keyframe: true }),
    url: segmentUrl(interview, segment),
  }));
}
