import type { SessionEvent } from '@interviewlm/protocol';
import { readSegments } from '../../db/segments.js';
import type { TenantReads } from '../../db/tenant-reads.js';
import { decodeSegment } from '../recording/codec.js';

type Output = Extract<SessionEvent, { type: 'terminal.output' }>['data'];

/** Enough to fill a screen and some pages above it. */
const enoughBytes = 256 * 1024;
const segmentsAtMost = 200;

export interface Scrollback {
  end: number;
  chunks: Output[];
}

/**
 * The end of a terminal's recorded output, back to where a flood left a gap: what a new shell's screen starts with.
 * `end` is the offset where it goes on.
 */
export async function readScrollback(reads: TenantReads, interview: string, terminal: number): Promise<Scrollback> {
  const segments = await readSegments(reads, interview, { types: ['terminal.output'], order: 'desc', limit: segmentsAtMost });
  const chunks: Output[] = [];
  for (const segment of segments) {
    for (const { data } of decodeSegment(segment).filter(isOutputOf(terminal)).reverse()) {
      const [next] = chunks;
      if (next && next.offset !== endOf(data)) return { end: endOfAll(chunks), chunks };
      chunks.unshift(data);
    }
    if (endOfAll(chunks) - (chunks[0]?.offset ?? 0) >= enoughBytes) break;
  }
  return { end: endOfAll(chunks), chunks };
}

const endOf = (output: Output) => output.offset + Buffer.byteLength(output.base64, 'base64');

function endOfAll(chunks: readonly Output[]): number {
  const last = chunks.at(-1);
  return last ? endOf(last) : 0;
}

const isOutputOf =
  (terminal: number) =>
  (event: SessionEvent): event is Extract<SessionEvent, { type: 'terminal.output' }> =>
    event.type === 'terminal.output' && event.data.terminal === terminal;
