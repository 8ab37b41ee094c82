import type { Client } from '@interviewlm/client';
import type { SegmentRef } from '@interviewlm/protocol';
import { contentOf, type SegmentSource } from '@interviewlm/recording';

/** A recording that may still be going on. */
export interface LiveSource extends SegmentSource {
  /** Every event after `seq` as it is written, until the signal aborts; `onConnection` tells when the connection is lost and found. */
  readonly follow?: (seq: number, signal: AbortSignal, onConnection: (open: boolean) => void) => AsyncIterable<unknown>;
}

/**
 * A recording from the API: segments that were archived come from their presigned address, to which no token is sent, the others from
 * the API, and what is written from now on from its stream.
 */
export function clientSource(client: Client, interview: string): LiveSource {
  // The API names its own segments by their path alone; a link into the archive is a whole address, also on the same origin.
  const isArchived = ({ url }: SegmentRef) => URL.canParse(url);
  const params = { id: interview };
  const fromApi = ({ first_seq }: SegmentRef, signal: AbortSignal) =>
    client.call('getSegment', { params: { ...params, first_seq }, signal });
  return {
    manifest: (signal) => client.call('getReplay', { params, signal }),
    segment: async (ref, signal) => contentOf(await (isArchived(ref) ? readArchived(ref, signal, fromApi) : fromApi(ref, signal)), ref),
    async *follow(seq, signal, onConnection) {
      const stream = client.stream('streamEvents', { params, signal, lastEventId: String(seq), onConnection });
      for await (const { event, data } of stream) if (event === 'event') yield data;
    },
  };
}

/** A bucket that this page's origin may not read from, or that can't be reached from here, is read by the server instead. */
async function readArchived(
  ref: SegmentRef,
  signal: AbortSignal,
  fromApi: (ref: SegmentRef, signal: AbortSignal) => Promise<unknown>,
): Promise<unknown> {
  const answer = await fetch(ref.url, { signal, credentials: 'omit' }).catch(() => null);
  if (!answer) return fromApi(ref, signal);
  if (!answer.ok) throw new Error(`The archive answered ${answer.status}.`);
  return answer.json();
}
