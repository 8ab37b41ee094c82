import type { Knex } from 'knex';
import type { ReplayManifest, SegmentContent, SegmentRef } from '@interviewlm/protocol';
import { listMarkers } from '../../db/markers.js';
import { listSegments, readSegment, type SegmentIndex } from '../../db/segments.js';
import { withTenant } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { decodeContent } from './codec.js';
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
      head: head.folded_seq === head.seq ? (head.folded_hash?.toString('hex') ?? null) : null,
      complete: finished.has(head.status),
      markers: await listMarkers(tx, at.interview),
      segments: references(at.interview, segments),
    };
  });
}

/** What a segment holds; 404 for a number that no segment starts with, as after it was folded. */
export async function segmentContent(knex: Knex, at: At, first_seq: number): Promise<SegmentContent> {
  const payload = await withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    return readSegment(tx, at.interview, first_seq);
  });
  if (!payload) throw notFound('segment');
  return decodeContent({ first_seq, payload });
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
    url: `/api/interview/${interview}/replay/segments/${segment.first_seq}`,
  }));
}
