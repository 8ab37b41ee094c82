import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { StoredRecording } from '../../db/archives.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { digestOfSegments, insertWholeSegments, readWholeSegments, type WholeSegment } from '../../db/whole-segments.js';
import type { At } from '../recording/log.js';
import { recordingIndexKey, recordingPrefix, segmentKey, type ArchivedInterview } from './keys.js';
import { ArchiveError, type ArchivePort } from './port.js';
import { inParallel, verify } from './verify.js';

/** What is in the index of an archived recording: enough to find a moment, and to put the log back as it was. */
const RecordingIndex = z.object({
  interview: z.string(),
  segments: z.array(
    z.object({
      key: z.string(),
      bytes: z.number().int(),
      sha256: z.string(),
      /** The segment's row but for its payload, as `to_jsonb` writes it. */
      columns: z.looseObject({
        first_seq: z.number().int(),
        last_seq: z.number().int(),
        from_ms: z.number().int(),
        to_ms: z.number().int(),
        folded: z.boolean().optional(),
        events: z.number().int().optional(),
      }),
    }),
  ),
});
type RecordingIndex = z.infer<typeof RecordingIndex>;
export type ArchivedSegment = RecordingIndex['segments'][number];
type RestoredSegment = Omit<WholeSegment, 'sha256'>;

const segmentsAtOnce = 16;

/**
 * Puts every segment away as it is, each an object that a browser can read by itself, and an index of them; reads all of it back, and
 * removes what an earlier try left there. Throws when the log changed meanwhile.
 */
export async function storeRecording(knex: Knex, archive: ArchivePort, at: At, of: ArchivedInterview): Promise<StoredRecording> {
  const inside = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant(knex, at.tenant, work);
  const tags = { tenant: of.tenant, interview: of.interview, mode: at.mode, kind: 'recording' };
  const options = { content_type: 'application/json', content_encoding: 'gzip', tags } as const;
  const digest = await inside((tx) => digestOfSegments(tx, at.interview));
  const segments: ArchivedSegment[] = [];
  for (let last: number | undefined = 0; last !== undefined;) {
    const after: number = last;
    const batch = await inside((tx) => readWholeSegments(tx, at.interview, after, segmentsAtOnce));
    segments.push(...(await inParallel(batch, (segment) => putSegment(archive, of, segment, options))));
    last = batch.at(-1)?.first_seq;
  }
  const index = gzipSync(JSON.stringify({ interview: at.interview, segments } satisfies RecordingIndex));
  const { sha256, size } = await archive.put(recordingIndexKey(of), index, options);
  const stored = { key: recordingIndexKey(of), bytes: size, sha256 };
  await verify(archive, stored);
  await removeOthers(archive, recordingPrefix(of), new Set([stored.key, ...segments.map(({ key }) => key)]));
  if ((await inside((tx) => digestOfSegments(tx, at.interview))) !== digest) throw new Error('The log changed while it was archived');
  return { ...stored, digest, segments: segments.length, segment_bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The segments of an archived recording, in the order of the log. */
export async function readIndex(archive: ArchivePort, { key, sha256 }: StoredRecording): Promise<ArchivedSegment[]> {
  const content = await archive.get(key);
  if (sha256Of(content) !== sha256) throw new ArchiveError('corrupt', `${key} is not what was stored`);
  return RecordingIndex.parse(JSON.parse(gunzipSync(content).toString('utf8'))).segments;
}

/** Throws when any byte of it isn't what was stored. */
export async function verifyRecording(archive: ArchivePort, stored: StoredRecording): Promise<void> {
  await inParallel(await readIndex(archive, stored), (segment) => verify(archive, segment));
}

/** All of it, as it was stored: some 4 KB for a minute of an interview. */
export async function readRecording(archive: ArchivePort, stored: StoredRecording): Promise<RestoredSegment[]> {
  return inParallel(await readIndex(archive, stored), (segment) => readSegment(archive, segment));
}

/** Puts the log back as it was, in the caller's transaction. */
export async function restoreRecording(
  tx: TenantTx,
  interview: string,
  stored: StoredRecording,
  segments: readonly RestoredSegment[],
): Promise<void> {
  for (let at = 0; at < segments.length; at += segmentsAtOnce)
    await insertWholeSegments(tx, interview, segments.slice(at, at + segmentsAtOnce));
  if ((await digestOfSegments(tx, interview)) !== stored.digest) throw new ArchiveError('corrupt', `${stored.key} is not the whole log`);
}

async function putSegment(
  archive: ArchivePort,
  of: ArchivedInterview,
  { first_seq, columns, payload, sha256 }: WholeSegment,
  options: Parameters<ArchivePort['put']>[2],
): Promise<ArchivedSegment> {
  const key = segmentKey(of, first_seq);
  const put = await archive.put(key, payload, options);
  if (put.sha256 !== sha256) throw new ArchiveError('corrupt', `Segment ${first_seq} is not what was recorded`);
  const stored = { key, bytes: put.size, sha256 };
  await verify(archive, stored);
  return { ...stored, columns: columns as ArchivedSegment['columns'] };
}

async function readSegment(archive: ArchivePort, { key, sha256, columns }: ArchivedSegment): Promise<RestoredSegment> {
  const payload = Buffer.from(await archive.get(key));
  if (sha256Of(payload) !== sha256) throw new ArchiveError('corrupt', `${key} is not what was stored`);
  return { first_seq: columns.first_seq, columns, payload };
}

async function removeOthers(archive: ArchivePort, prefix: string, wanted: ReadonlySet<string>): Promise<void> {
  const found = await Array.fromAsync(archive.list(prefix));
  const others = found.map(({ key }) => key).filter((key) => !wanted.has(key));
  if (others.length > 0) await archive.delete(others);
}

const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
