import type { Knex } from 'knex';
import type { ReplayManifest, SessionEvent } from '@interviewlm/protocol';
import { listMarkers } from '../../db/markers.js';
import { listSegments, readSegment, type SegmentIndex } from '../../db/segments.js';
import { withTenant } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { decodeSegment } from './codec.js';
import { readLog, type At } from './log.js';

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
      complete: finished.has(head.status),
      markers: await listMarkers(tx, at.interview),
      segments: segments.map((segment) => reference(at.interview, segment)),
    };
  });
}

export async function segmentEvents(knex: Knex, at: At, first_seq: number): Promise<SessionEvent[]> {
  const payload = await withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    return readSegment(tx, at.interview, first_seq);
  });
  if (!payload) throw notFound('segment');
  return decodeSegment(payload);
}

const reference = (interview: string, segment: SegmentIndex) => ({
  ...segment,
  sha256: segment.sha256.toString('hex'),
  events: segment.last_seq - segment.first_seq + 1,
  url: `/api/interview/${interview}/replay/segments/${segment.first_seq}`,
});
