import { expect } from '@open-wc/testing';
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
    clientSource({ interview: manifest.interview, baseUrl: 'https://api.example.com', fetchToken: () => Promise.resolve('secret-token') });

  afterEach(() => {
    globalThis.fetch = fetch;
    asked = [];
  });

  it('asks the API with the token, and has a live log in pages', async () => {
    answer(200, manifest);
    const { segments, ...rest } = await source().manifest(signal);
    const { segments: cut, ...told } = manifest;
    expect(rest).to.deep.equal(told);
    expect(cut.length).to.be.greaterThan(1);
    expect(segments.map(({ first_seq, last_seq }) => [first_seq, last_seq])).to.deep.equal([[1, events.length]]);
    const url = `https://api.example.com/api/interview/${manifest.interview}/replay`;
    expect(asked).to.deep.equal([{ url, authorization: 'Bearer secret-token' }]);
  });

  it('reads a live page from the API', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    answer(200, { data: events.slice(0, 3), has_more: false, next_cursor: null });
    expect(await source().segment(ref, signal)).to.deep.equal(events.slice(0, 3));
    const url = `https://api.example.com/api/interview/${manifest.interview}/events?limit=1000`;
    expect(asked).to.deep.equal([{ url, authorization: 'Bearer secret-token' }]);
  });

  it('leaves archived segments as they are', async () => {
    const archived = {
      ...manifest,
      segments: manifest.segments.map((segment) => ({ ...segment, url: `https://archive.example.net/${segment.first_seq}` })),
    };
    answer(200, archived);
    expect(await source().manifest(signal)).to.deep.equal(archived);
  });

  it('reads an archived segment from its own address, and tells that one nothing', async () => {
    if (!ref) throw new Error('The fixture has no segment.');
    answer(200, { events: events.slice(0, 2) });
    const url = 'https://archive.example.net/1.json?signature=x';
    expect(await source().segment({ ...ref, url }, signal)).to.deep.equal(events.slice(0, 2));
    expect(asked).to.deep.equal([{ url, authorization: null }]);
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
});
