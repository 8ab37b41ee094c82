import { createClient } from '@interviewlm/client';
import type { SegmentRef } from '@interviewlm/protocol';
import type { SegmentSource } from '@interviewlm/recording';
import { EventPages, pageEvents, pagesOf } from './event-pages.js';

export interface ApiAddress {
  readonly interview: string;
  /** Where the API is; the page's own origin by default. */
  readonly baseUrl: string;
  readonly fetchToken: () => Promise<string>;
}

/**
 * A recording from the API. What is still live comes in pages of the log; segments that were archived come from their
 * presigned address, to which no token is sent.
 */
export function clientSource({ interview, baseUrl, fetchToken }: ApiAddress): SegmentSource {
  const client = createClient({ baseUrl, fetchToken });
  const home = new URL(baseUrl, document.baseURI);
  const archived = ({ url }: SegmentRef) => new URL(url, home).origin !== home.origin;
  const params = { id: interview };
  const pages = new EventPages((cursor, signal) =>
    client.call('listEvents', { params, query: { limit: pageEvents, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  );
  return {
    manifest: async (signal) => {
      const manifest = await client.call('getReplay', { params, signal });
      return manifest.segments.some(archived) ? manifest : { ...manifest, segments: pagesOf(manifest) };
    },
    segment: (ref, signal) => (archived(ref) ? readArchived(ref.url, signal) : pages.page(ref, signal)),
  };
}

async function readArchived(url: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const answer = await fetch(url, { signal, credentials: 'omit' });
  if (!answer.ok) throw new Error(`The archive answered ${answer.status}.`);
  const body = (await answer.json()) as { events?: unknown };
  if (!Array.isArray(body.events)) throw new Error('The archive holds no events at this address.');
  return body.events as unknown[];
}
