import { expect } from '@open-wc/testing';
import { createClient } from '@interviewlm/client';
import { demoSession } from '@interviewlm/recording/testing';
import { clientSource } from './client-source.js';

interface Asked {
  readonly url: string;
  readonly authorization: string | null;
}

describe('clientSource', () => {
  const { manifest, events } = demoSession();
  const [ref] = manifest.segments;
  const { fetch } = globalThis;
  const { signal } = new AbortController();
  let asked: Asked[] = [];

  /** The network's edge: what would go out is noted, and answered as the server would. */
  function answer(status: number, body: unknown): void {
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      asked.push({ url: request.url, authorization: request.headers.get('Authorization') });
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }));
    };
  }
  const source = () =>
    clientSource(
      createClient({ baseUrl: 'https://api.example.com', fetchToken: () => Promise.resolve('secret-token') }),
      manifest.interview,
    );

  afterEach(() => {
    globalThis.fetch = fetch;
    asked = [];
  });

  it('asks the API for the manifest and for segments that are not archived, with the token', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    answer(200, manifest);
    expect(await source().manifest(signal)).to.deep.equal(manifest);
    answer(200, { events: events.slice(0, 3) });
    expect(await source().segment(ref, signal)).to.deep.equal({ events: events.slice(0, 3) });
    const home = `https://api.example.com/api/interview/${manifest.interview}/replay`;
    const authorization = 'Bearer secret-token';
    expect(asked).to.deep.equal([
      { url: home, authorization },
      { url: `${home}/segments/1?last_seq=${ref.last_seq}`, authorization },
    ]);
  });

  it('reads an archived segment from its own address, and tells that one nothing', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    answer(200, { events: events.slice(0, 2) });
    const url = 'https://archive.example.net/1.json?signature=x';
    expect(await source().segment({ ...ref, url, events: 2 }, signal)).to.deep.equal({ events: events.slice(0, 2) });
    expect(asked).to.deep.equal([{ url, authorization: null }]);
  });

  it('asks the API when the link is too old, or the archive holds other events by now', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    const url = 'https://archive.example.net/1.json?signature=x';
    for (const [status, count] of [
      [403, 2],
      [404, 2],
      [200, 1],
    ] as const) {
      answer(200, { events: events.slice(0, 2) });
      const { fetch: answered } = globalThis;
      const stored = () => Promise.resolve(new Response(JSON.stringify({ events: events.slice(0, count) }), { status }));
      globalThis.fetch = (input, init) => (input === url ? stored() : answered(input, init));
      expect(await source().segment({ ...ref, url, events: 2 }, signal)).to.deep.equal({ events: events.slice(0, 2) });
    }
    expect(asked).to.have.length(3);
  });

  it('asks the API for a segment whose archive lets no page of this origin read', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    answer(200, { events: events.slice(0, 2) });
    const { fetch: answered } = globalThis;
    const url = 'https://archive.example.net/1.json?signature=x';
    globalThis.fetch = (input, init) => (input === url ? Promise.reject(new TypeError('Failed to fetch')) : answered(input, init));
    expect(await source().segment({ ...ref, url }, signal)).to.deep.equal({ events: events.slice(0, 2) });
    const home = `https://api.example.com/api/interview/${manifest.interview}/replay`;
    expect(asked.map((each) => each.url)).to.deep.equal([`${home}/segments/1?last_seq=${ref.last_seq}`]);
  });

  it('rejects with the cause when the archive refuses, or holds something else', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    const archived = { ...ref, url: 'https://archive.example.net/1.json' };
    for (const [status, body] of [
      [403, {}],
      [200, { rows: [] }],
    ] as const) {
      answer(status, body);
      const error: unknown = await source()
        .segment(archived, signal)
        .then(
          () => null,
          (cause: unknown) => cause,
        );
      expect(error).to.be.instanceOf(Error);
    }
  });

  it('follows what is written from now on', async () => {
    const lines = events.slice(3, 6).map((event) => `id: ${event.seq}\nevent: event\ndata: ${JSON.stringify(event)}\n\n`);
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      asked.push({ url: request.url, authorization: request.headers.get('Last-Event-ID') });
      return Promise.resolve(new Response(lines.join(''), { headers: { 'Content-Type': 'text/event-stream' } }));
    };
    const stop = new AbortController();
    const seen: unknown[] = [];
    for await (const event of source().follow?.(3, stop.signal, () => undefined) ?? []) {
      seen.push(event);
      if (seen.length === 3) break;
    }
    stop.abort();
    expect(seen).to.deep.equal(events.slice(3, 6));
    expect(asked[0]).to.deep.equal({
      url: `https://api.example.com/api/interview/${manifest.interview}/events/stream`,
      authorization: '3',
    });
  });
});
