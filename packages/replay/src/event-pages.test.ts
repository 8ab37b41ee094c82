import { expect } from '@open-wc/testing';
import type { SegmentRef } from '@interviewlm/protocol';
import { createReplay } from '@interviewlm/recording';
import { longSession } from '@interviewlm/recording/testing';
import { EventPages, pageEvents, pagesOf, type EventPage } from './event-pages.js';

describe('event pages', () => {
  const { manifest, events } = longSession(3200, 20);
  const { signal } = new AbortController();
  /** As the API does it: the cursor says which event the next page starts after. */
  const log = (cursor: string | undefined): EventPage => {
    const from = Number(cursor ?? 0);
    const data = events.slice(from, from + pageEvents);
    return { data, next_cursor: from + pageEvents < events.length ? String(from + pageEvents) : null };
  };
  const small: SegmentRef[] = [];
  for (let from = 0; from < events.length; from += 7) {
    const part = events.slice(from, from + 7);
    const [first, last] = [part[0], part.at(-1)];
    const [template] = manifest.segments;
    if (first && last && template)
      small.push({ ...template, first_seq: first.seq, last_seq: last.seq, from_ms: first.t_ms, to_ms: last.t_ms, events: part.length });
  }

  it('cover every event once, a thousand at a time, and begin no later than their first', () => {
    const pages = pagesOf({ ...manifest, segments: small });
    expect(small.length).to.equal(458);
    expect(pages.map(({ first_seq, last_seq }) => [first_seq, last_seq])).to.deep.equal([
      [1, 1000],
      [1001, 2000],
      [2001, 3000],
      [3001, 3200],
    ]);
    for (const { first_seq, last_seq, from_ms } of pages) {
      const times = events.slice(first_seq - 1, last_seq).map(({ t_ms }) => t_ms);
      expect(from_ms).to.be.at.most(Math.min(...times));
    }
  });

  it('are each asked for once, in order, however many are wanted at a time', async () => {
    const asked: (string | undefined)[] = [];
    const pages = new EventPages((cursor) => {
      asked.push(cursor);
      return Promise.resolve(log(cursor));
    });
    const live = { ...manifest, segments: pagesOf({ ...manifest, segments: small }) };
    const replay = await createReplay({ manifest: () => Promise.resolve(live), segment: (ref, abort) => pages.page(ref, abort) });
    await replay.seek(0);
    expect(asked).to.deep.equal([undefined]);
    await replay.loadAll();
    expect(asked).to.deep.equal([undefined, '1000', '2000', '3000']);
    expect(replay.entries.map(({ event }) => event)).to.deep.equal(events);
    expect(replay.timeline.gaps).to.deep.equal([]);
  });

  it('are asked for again after a failure, from where it was', async () => {
    let broken = true;
    const pages = new EventPages((cursor) =>
      cursor === '1000' && broken ? Promise.reject(new Error('offline')) : Promise.resolve(log(cursor)),
    );
    const refs = pagesOf({ ...manifest, segments: small });
    const third = () => refs[2] && pages.page(refs[2], signal);
    expect(await third()?.catch((error: unknown) => String(error))).to.equal('Error: offline');
    broken = false;
    expect((await third())?.[0]?.seq).to.equal(2001);
  });

  it('end where the log ends', async () => {
    const pages = new EventPages((cursor) => Promise.resolve(log(cursor)));
    const [ref] = small;
    if (!ref) throw new Error('The fixture has no segment.');
    expect(await pages.page({ ...ref, first_seq: 9001 }, signal)).to.deep.equal([]);
  });
});
