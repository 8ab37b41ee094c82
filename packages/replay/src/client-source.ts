import type { Client } from '@interviewlm/client';
import type { SegmentRef } from '@interviewlm/protocol';
import { contentOf, type SegmentContent, type SegmentSource } from '@interviewlm/recording';

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
  const fromApi = async (ref: SegmentRef, signal: AbortSignal) => {
    const { first_seq, last_seq } = ref;
    return contentOf(await client.call('getSegment', { params: { ...params, first_seq }, query: { last_seq }, signal }), ref);
  };
  return {
    manifest: (signal) => client.call('getReplay', { params, signal }),
    segment: async (ref, signal) => (isArchived(ref) && (await readArchived(ref, signal))) || fromApi(ref, signal),
    async *follow(seq, signal, onConnection) {
      const stream = client.stream('streamEvents', { params, signal, lastEventId: String(seq), onConnection });
      for await (const { event, data } of stream) if (event === 'event') yield data;
    },
  };
}

/**
 * Null where the server must read it: from a bucket that this page's origin may not read, or that can't be reached from here, by a link that
 * is too old, or because the recording was stored again meanwhile and other events lie there now.
 */
async function readArchived(ref: SegmentRef, signal: AbortSignal): Promise<SegmentContent | null> {
  const answer = await fetch(ref.url, { signal, credentials: 'omit' }).catch(() => null);
  if (!answer?.ok) return null;
  const content = contentOf(await answer.json(), ref);
  return content.events.length === ref.events ? content : null;
}
