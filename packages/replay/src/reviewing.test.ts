import { expect } from '@open-wc/testing';
import type { Comment, SessionEvent } from '@interviewlm/protocol';
import { sourceOf, writeTar } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import type { LiveSource } from './client-source.js';
import type { SessionReplay } from './session-replay.js';
import './session-replay.js';
import { clearPage, deep, next, openDemo, part, press, until } from './testing.js';

const text = (element: Element) => (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ');
const { fetch } = globalThis;

describe('reviewing with <session-replay>', function () {
  this.timeout(60_000);

  afterEach(() => {
    globalThis.fetch = fetch;
    clearPage();
    history.replaceState(null, '', location.pathname + location.search);
  });

  async function find(element: SessionReplay, wanted: string) {
    press(deep(element, '.root'), '/');
    await until('the search', () => element.shadowRoot?.querySelector('replay-search'));
    const search = part(element, 'replay-search');
    await search.updateComplete;
    const field = deep(search, 'input') as HTMLInputElement;
    field.value = wanted;
    field.dispatchEvent(new InputEvent('input'));
    await search.updateComplete;
    await until('the end of the search', () => /found/i.test(deep(search, '.count').textContent));
    return { search, field, hits: () => [...(search.shadowRoot?.querySelectorAll('li') ?? [])] };
  }

  it('finds code at the moment it came to be, and goes from hit to hit', async () => {
    const element = await openDemo();
    const { search, field, hits } = await find(element, 'Number(COUNT)');
    expect(hits().map((hit) => hit.textContent.replace(/\s+/g, ' '))).to.have.length.greaterThan(0);
    const first = hits()[0]?.textContent ?? '';
    expect(first).to.contain('Code:').and.to.contain('src/parse-duration.js').and.to.contain('Number(count)');
    press(field, 'Enter');
    const at = element.player?.t ?? 0;
    const content = (t: number) => element.player?.replay.stateAt(t)?.files.get('src/parse-duration.js')?.content ?? '';
    expect(content(at)).to.contain('Number(count)');
    expect(content(at - 1)).not.to.contain('Number(count)');
    await element.updateComplete;
    await until('the mark in the code', () => part(element, 'replay-code').shadowRoot?.querySelector('.hit'));
    press(field, 'Enter', { shiftKey: true });
    await search.updateComplete;
    expect(deep(search, '.count').textContent.trim()).to.equal(`${hits().length} of ${hits().length}`);
  });

  it('finds in conversation, terminal and tests, and says when there is nothing', async () => {
    const element = await openDemo();
    for (const [wanted, kind] of [
      ['which part of my pattern', 'Assistant:'],
      ['v24.21.0', 'Terminal:'],
      ['missing expected exception', 'Tests:'],
    ] as const) {
      const { hits } = await find(element, wanted);
      expect(hits()[0]?.textContent).to.contain(kind);
    }
    const { search } = await find(element, 'no such thing anywhere');
    expect(deep(search, 'ilm-notice').getAttribute('heading')).to.equal('Nothing found');
  });

  it('plays a loop over and over, and leaves it', async () => {
    const element = await openDemo();
    const root = deep(element, '.root');
    element.seek(60_000);
    press(root, 'i');
    element.seek(60_400);
    press(root, 'o');
    expect(element.controller.loop).to.deep.equal({ from_ms: 60_000, to_ms: 60_400 });
    await element.updateComplete;
    expect(deep(part(element, 'replay-timeline'), '.loop')).to.exist;
    element.play();
    let turns = 0;
    let last = 0;
    await until('the second turn', () => {
      const t = element.player?.t ?? 0;
      if (t < last) turns++;
      last = t;
      return turns >= 2;
    });
    element.pause();
    press(root, 'u');
    expect(element.controller.loop).to.equal(null);
  });

  it('shows a part of the timeline nearer, and keeps the playhead in it', async () => {
    const element = await openDemo();
    element.seek(100_000);
    await element.updateComplete;
    const timeline = part(element, 'replay-timeline');
    const slider = deep(timeline, 'input') as HTMLInputElement;
    const all = Number(slider.max);
    press(deep(element, '.root'), '+');
    await timeline.updateComplete;
    expect(Number(slider.max) - Number(slider.min)).to.be.closeTo(all / 2, 2);
    expect(Number(slider.min)).to.be.below(100_000);
    element.seek(5000);
    await until('the other part', () => Number(slider.min) <= 5000);
    press(deep(element, '.root'), '-');
    await timeline.updateComplete;
    expect([Number(slider.min), Number(slider.max)]).to.deep.equal([0, all]);
  });

  it('shows the code of the moment under the pointer', async () => {
    const element = await openDemo();
    const timeline = part(element, 'replay-timeline');
    const track = deep(timeline, '.track');
    const { left, width, top } = track.getBoundingClientRect();
    track.dispatchEvent(new PointerEvent('pointermove', { clientX: left + width / 2, clientY: top + 30 }));
    await timeline.updateComplete;
    expect(deep(timeline, '.tip .path').textContent).to.equal('src/parse-duration.js');
    expect(deep(timeline, '.tip pre').textContent).to.contain('export function parseDuration');
  });

  it('colours the code by where it came from', async () => {
    const element = await openDemo();
    element.seek(element.player?.replay.duration_ms ?? 0);
    press(deep(element, '.root'), 'p');
    await element.updateComplete;
    element.look({ pinned: 'src/parse-duration.js' });
    const code = part(element, 'replay-code');
    await until('the origins', () => code.shadowRoot?.querySelector('.from-assistant'));
    const from = (kind: string) =>
      [...(code.shadowRoot?.querySelectorAll(`.from-${kind}`) ?? [])].map(({ textContent }) => textContent).join('');
    expect(from('typed')).to.contain('let total = 0');
    expect(from('assistant')).to.contain('RangeError');
    expect(from('typed')).not.to.contain('export function');
    press(deep(element, '.root'), 'p');
    await until('no origins', () => !code.shadowRoot?.querySelector('[class*="from-"]'));
  });

  it('follows an interview that goes on, and stays behind when the reviewer looks back', async () => {
    const { manifest, events } = demoSession();
    const before = events.slice(0, 200);
    const coming: SessionEvent[] = [];
    const bell = new EventTarget();
    const source: LiveSource = {
      ...sourceOf(
        { ...manifest, complete: false, duration_ms: before.at(-1)?.t_ms ?? 0, markers: [], segments: manifest.segments.slice(0, 2) },
        before,
      ),
      async *follow(_seq, signal, onConnection) {
        onConnection(true);
        for (;;) {
          yield* coming.splice(0);
          await next(bell, 'event');
          if (signal.aborted) return;
        }
      },
    };
    const element = await openDemo(1200, source);
    await until('live', () => text(element).includes('Live'));
    const write = (from: number, to: number) => {
      coming.push(...events.slice(from, to));
      bell.dispatchEvent(new Event('event'));
    };
    press(deep(element, '.root'), 'e');
    write(200, 240);
    await until('what was written', () => element.player?.replay.entries.length === 240);
    expect(element.player?.t).to.equal(events[239]?.t_ms);
    element.seek(1000);
    write(240, 280);
    await until('it to be loaded', () => element.player?.replay.entries.length === 280);
    expect(element.player?.t).to.equal(1000);
    press(deep(element, '.root'), 'e');
    expect(element.player?.t).to.equal(events[279]?.t_ms);
    write(280, events.length);
    await until('the end', () => element.controller.live?.ended);
    expect(element.controller.atLive).to.equal(false);
    expect(element.player?.state?.status).to.equal('submitted');
  });

  it('shows comments at their moments, takes new ones and answers, and keeps what could not be sent', async () => {
    const { manifest, events } = demoSession();
    const stored: Comment[] = [];
    let broken = true;
    const json = (body: unknown, status = 200) =>
      Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }));
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname;
      if (path.endsWith('/replay')) return json(manifest);
      const first = /segments\/(\d+)$/.exec(path)?.[1];
      const ref = manifest.segments.find(({ first_seq }) => String(first_seq) === first);
      if (ref) return json({ events: events.slice(ref.first_seq - 1, ref.last_seq) });
      if (request.method === 'GET') return json({ data: stored, has_more: false, next_cursor: null });
      if (broken) return Promise.reject(new TypeError('offline'));
      const body = (await request.json()) as { text: string; author: string; t_ms?: number; reply_to?: string };
      const made: Comment = {
        id: `cmt_${stored.length}`,
        object: 'comment',
        t_ms: body.t_ms ?? 0,
        author: body.author,
        text: body.text,
        reply_to: body.reply_to ?? null,
        removed: false,
        created_at: '2026-11-24T16:00:00.000Z',
      };
      stored.push(made);
      return json(made, 201);
    };
    const element = document.createElement('session-replay');
    Object.assign(element, { interview: manifest.interview, token: 'x', author: 'Grace' });
    document.body.append(element);
    await until('the comments', () => element.shadowRoot?.querySelector('#tab-comments'));
    element.seek(61_000);
    press(deep(element, '.root'), 'm');
    await until('the panel', () => element.shadowRoot?.querySelector('replay-comments'));
    const panel = part(element, 'replay-comments');
    await panel.updateComplete;
    const write = (said: string) => {
      (deep(panel, 'textarea') as HTMLTextAreaElement).value = said;
      (deep(panel, 'form') as HTMLFormElement).requestSubmit();
    };
    write('<b>Why</b> a loop?');
    await until('the failure', () => text(panel).includes('could not be saved'));
    expect((deep(panel, 'textarea') as HTMLTextAreaElement).value).to.equal('<b>Why</b> a loop?');
    broken = false;
    write('<b>Why</b> a loop?');
    await until('the comment', () => panel.shadowRoot?.querySelector('.thread'));
    expect(deep(panel, '.thread .text').textContent).to.equal('<b>Why</b> a loop?');
    deep(panel, '.thread > .button').click();
    await panel.updateComplete;
    write('It reads well.');
    await until('the answer', () => panel.shadowRoot?.querySelector('.reply'));
    expect(stored.map(({ t_ms, author, reply_to }) => [t_ms, author, reply_to])).to.deep.equal([
      [61_000, 'Grace', null],
      [0, 'Grace', 'cmt_0'],
    ]);
    element.seek(0);
    deep(part(element, 'replay-timeline'), '.comment').click();
    expect(element.player?.t).to.equal(61_000);
    await expect(panel).to.be.accessible();
  });

  it('plays an exported bundle from its address, with no server of ours', async () => {
    const { manifest, events } = demoSession();
    const encode = (value: string) => new TextEncoder().encode(value);
    const about = {
      interview: manifest.interview,
      title: 'From a bundle',
      candidate: manifest.candidate,
      duration_ms: manifest.duration_ms,
    };
    const bundle = writeTar(
      [
        { name: 'events.jsonl', content: encode(events.map((event) => `${JSON.stringify(event)}\n`).join('')) },
        { name: 'manifest.json', content: encode(JSON.stringify(about)) },
      ],
      1_790_000_000,
    );
    const element = document.createElement('session-replay');
    const ready = next(element, 'replay-ready');
    element.src = URL.createObjectURL(new Blob([bundle]));
    document.body.append(element);
    await ready;
    await until('all of it', () => element.player?.replay.complete);
    await element.updateComplete;
    expect(text(element)).to.contain('From a bundle');
    expect(element.player?.replay.entries.length).to.equal(events.length);
  });

  it('hides the name, and prints a document in place of the player', async () => {
    const element = await openDemo();
    [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((button) => button.textContent.includes('Hide name'))?.click();
    await element.updateComplete;
    expect(text(element)).not.to.contain('Ada Moreno');
    element.seek(226_000);
    window.dispatchEvent(new Event('beforeprint'));
    const printed = deep(element, '.print').textContent;
    expect(printed)
      .to.contain('Parse a duration')
      .and.to.contain('5 of 5 passed')
      .and.to.contain('src/parse-duration.js')
      .and.not.to.contain('Ada');
    window.dispatchEvent(new Event('afterprint'));
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.print')).to.equal(null);
  });
});
