import { createClient } from '@interviewlm/client';
import type { SegmentSource } from '@interviewlm/recording';

export interface ApiAddress {
  readonly interview: string;
  /** Where the API is; the page's own origin by default. */
  readonly baseUrl: string;
  readonly fetchToken: () => Promise<string>;
}

/** A recording from the API. Segments that were archived come from their presigned address, to which no token is sent. */
export function clientSource({ interview, baseUrl, fetchToken }: ApiAddress): SegmentSource {
  const client = createClient({ baseUrl, fetchToken });
  const home = new URL(baseUrl, document.baseURI).origin;
  return {
    manifest: (signal) => client.call('getReplay', { params: { id: interview }, signal }),
    segment: async ({ first_seq, url }, signal) => {
      if (new URL(url, home).origin !== home) return readArchived(url, signal);
      const { events } = await client.call('getSegment', { params: { id: interview, first_seq }, signal });
      return events;
    },
  };
}

async function readArchived(url: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const answer = await fetch(url, { signal, credentials: 'omit' });
  if (!answer.ok) throw new Error(`The archive answered ${answer.status}.`);
  const body = (await answer.json()) as { events?: unknown };
  if (!Array.isArray(body.events)) throw new Error('The archive holds no events at this address.');
  return body.events as unknown[];
}
