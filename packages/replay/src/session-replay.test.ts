import { expect } from '@open-wc/testing';
import { sourceOf, type SegmentSource } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import { ReplayErrorEvent, ReplaySeekEvent } from './events.js';
import type { SessionReplay } from './session-replay.js';
import './session-replay.js';
import { clearPage, deep, demoSource, next, openDemo, part, press, until } from './testing.js';

const text = (element: Element) => (element.shadowRoot?.textContent ?? element.textContent).replace(/\s+/g, ' ');

/** What the editor shows: its lines come in any order and with hard spaces. */
function shownCode(element: SessionReplay): string {
  const lines = [...(deep(element, 'replay-code').shadowRoot?.querySelectorAll<HTMLElement>('.view-line') ?? [])];
  return lines
    .sort((a, b) => a.offsetTop - b.offsetTop)
    .map((line) => line.textContent.replaceAll('\u00a0', ' '))
    .join('\n');
}

describe('<session-replay>', function () {
  // Monaco starts anew for each test, on a machine that may have more to do.
  this.timeout(60_000);

  afterEach(() => {
    clearPage();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('opens at the start and says whose interview it is', async () => {
    const element = await openDemo();
    expect(text(element)).to.contain('Parse a duration').and.to.contain('Ada Moreno');
    expect(element.player).to.include({ mode: 'paused', t: 0 });
    expect(shownPath(element)).to.equal('src/parse-duration.js');
  });

  it('hides the name for good where the page or the server says so', async () => {
    const element = await openDemo();
    const header = () => text(deep(element, 'header'));
    expect(header()).to.contain('Ada Moreno').and.to.contain('Hide name');
    element.setAttribute('mask-identity', '');
    await element.updateComplete;
    expect(element.maskIdentity).to.equal(true);
    expect(header()).to.contain('Candidate').and.not.to.contain('Ada').and.not.to.contain('Hide name');
    element.maskIdentity = false;
    await element.updateComplete;
    expect(element.hasAttribute('mask-identity')).to.equal(false);
    expect(header()).to.contain('Ada Moreno');
    const { manifest, events } = demoSession();
    const masked = await openDemo(1200, sourceOf({ ...manifest, identity_masked: true }, events));
    expect(text(deep(masked, 'header')))
      .to.contain('Candidate')
      .and.not.to.contain('Ada')
      .and.not.to.contain('Hide name');
  });

  it('shows the half-typed code of any moment, forward and back', async () => {
    const element = await openDemo();
    await until('the editor', () => shownCode(element).includes('not written yet'));
    for (const t of [45_000, 70_000, 45_000, 225_000, 38_500]) {
      element.seek(t);
      await element.updateComplete;
      const wanted = element.player?.replay.stateAt(t)?.files.get(shownPath(element))?.content.trimEnd() ?? '';
      await until(`the code at ${t}`, () => shownCode(element).trimEnd() === wanted);
    }
    expect(shownCode(element)).to.contain('l').and.not.to.contain('return total');
  });

  it('shows terminal, conversation and tests of the same moment', async () => {
    const element = await openDemo();
    const terminal = part(element, 'replay-terminal');
    element.seek(160_000);
    await until('the terminal', () => terminal.text.includes('v24.21.0'));
    expect(text(deep(element, 'replay-chat'))).to.contain('not asked up to this moment');
    element.seek(60_000);
    await until('the terminal of before', () => !terminal.text.includes('v24.21.0'));
    element.seek(226_000);
    await until('the terminal at the end', () => terminal.text.includes('git status'));
    expect(text(deep(element, 'replay-chat')))
      .to.contain('Why does 1500ms')
      .and.to.contain('Accepted')
      .and.to.contain('the question · 2 files · the last test run · tools: read_file, run_tests, propose_edit');
    deep(element, '#tab-tests').click();
    await element.updateComplete;
    expect(text(deep(element, 'replay-tests'))).to.contain('All 5 passed');
  });

  it('is driven by keys', async () => {
    const element = await openDemo();
    const root = deep(element, '.root');
    press(root, 'l');
    expect(element.player?.t).to.equal(10_000);
    press(root, 'ArrowLeft');
    expect(element.player?.t).to.equal(5000);
    press(root, ']');
    expect(element.player?.t).to.equal(demoSession().manifest.markers.find(({ t_ms }) => t_ms > 5000)?.t_ms);
    press(root, 'End');
    expect(element.player?.t).to.equal(demoSession().manifest.duration_ms);
    press(root, '0');
    press(root, '>');
    expect(element.player).to.include({ t: 0, speed: 2 });
    expect(press(root, ' ').defaultPrevented).to.equal(true);
    await until('playing on', () => (element.player?.t ?? 0) > 200);
    press(root, 'k');
    expect(element.player?.mode).to.equal('paused');
    press(root, '?');
    expect((deep(element, 'replay-controls', 'ilm-dialog', 'dialog') as HTMLDialogElement).open).to.equal(true);
  });

  it('opens at the moment in the address, and follows it', async () => {
    history.replaceState(null, '', '#t=1:00');
    const element = await openDemo();
    expect(element.player?.t).to.equal(60_000);
    const moved = next(element, 'replay-seek');
    location.hash = '#t=2:05';
    const event = await moved;
    expect(event instanceof ReplaySeekEvent && event.t_ms).to.equal(125_000);
  });

  it('keeps a file open that the reviewer chose, until told to follow', async () => {
    const element = await openDemo();
    element.seek(60_000);
    const files = deep(element, 'replay-files');
    await element.updateComplete;
    deep(files, 'button[title="package.json"]').click();
    await element.updateComplete;
    element.seek(100_000);
    await element.updateComplete;
    expect(shownPath(element)).to.equal('package.json');
    [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((button) => button.textContent.includes('Follow'))?.click();
    await element.updateComplete;
    expect(shownPath(element)).to.equal('src/parse-duration.js');
  });

  it('compares with the start, or with a moment', async () => {
    const element = await openDemo();
    element.seek(100_000);
    element.look({ mode: 'diff' });
    await element.updateComplete;
    const diff = part(element, 'replay-diff');
    expect(diff.original).to.contain('not written yet');
    expect(diff.modified).to.contain('let total = 0');
    element.look({ base_ms: 45_000 });
    await element.updateComplete;
    expect(diff.original).to.contain('let t').and.not.to.contain('not written yet');
    await until('the comparison', () => diff.shadowRoot?.querySelector('.line-insert'));
  });

  it('tells everything in the transcript, and finds in it', async () => {
    const element = await openDemo();
    element.look({ panel: 'transcript' });
    await element.updateComplete;
    const transcript = deep(element, 'replay-transcript');
    await until('the transcript', () => transcript.shadowRoot?.querySelector('li'));
    const search = deep(transcript, 'input') as HTMLInputElement;
    search.value = 'V24.21';
    search.dispatchEvent(new InputEvent('input'));
    await until('one entry', () => transcript.shadowRoot?.querySelectorAll('li').length === 1);
    expect(deep(transcript, 'mark').textContent).to.equal('v24.21');
    deep(transcript, 'li button').click();
    expect(element.player?.t).to.be.within(82_000, 90_000);
  });

  it('lays its panels behind one another where there is little room', async () => {
    const element = await openDemo(380);
    await until('the narrow layout', () => element.narrow);
    await element.updateComplete;
    const tabs = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
    expect(tabs.length).to.equal(8);
    expect(tabs.find((tab) => tab.ariaSelected === 'true')?.textContent.trim()).to.equal('Code');
    expect(deep(element, 'replay-code')).to.exist;
    expect(element.scrollWidth).to.be.at.most(380);
    tabs[0]?.focus();
    tabs[0]?.click();
    await element.updateComplete;
    press(tabs[0] ?? element, 'ArrowRight');
    await element.updateComplete;
    expect(deep(element, 'replay-files')).to.exist;
  });

  it('says in plain words what is wrong, and tries again', async () => {
    const { manifest, events } = demoSession();
    const inner = sourceOf(manifest, events);
    let broken = true;
    const shaky: SegmentSource = {
      manifest: (signal) => (broken ? Promise.reject(new TypeError('offline')) : inner.manifest(signal)),
      segment: inner.segment,
    };
    const element = document.createElement('session-replay');
    const failed = next(element, 'replay-error');
    element.source = shaky;
    document.body.append(element);
    const event = await failed;
    expect(event instanceof ReplayErrorEvent && event.error).to.be.instanceOf(TypeError);
    await element.updateComplete;
    expect(text(deep(element, 'ilm-notice')) + text(deep(element, '.center'))).to.contain('try again');
    broken = false;
    deep(element, 'ilm-notice button').click();
    await until('the recording', () => element.player?.state);
  });

  it('does not offer to try again where that is of no use', async () => {
    const element = document.createElement('session-replay');
    element.source = {
      manifest: () => Promise.reject(Object.assign(new Error('no'), { code: 'not_found' })),
      segment: () => Promise.resolve([]),
    };
    document.body.append(element);
    await until('the error', () => element.shadowRoot?.querySelector('[role="alert"]'));
    expect(deep(element, 'ilm-notice').getAttribute('heading')).to.equal('There is no such recording');
    expect(element.shadowRoot?.querySelector('button')).to.equal(null);
  });

  it('says what it needs when it was given nothing', async () => {
    const element = document.createElement('session-replay');
    document.body.append(element);
    await element.updateComplete;
    expect(deep(element, 'ilm-notice').getAttribute('heading')).to.equal('No recording is chosen');
  });

  it('shows hostile names and texts as text', async () => {
    const evil = '<img src=x onerror="window.hacked = true">';
    const { manifest } = demoSession();
    const events = [
      { seq: 1, t_ms: 0, type: 'session.started', data: { files: [{ path: evil, content: evil }], question: evil } },
      { seq: 2, t_ms: 0, type: 'question.shown', data: { question: 'q', index: 0, title: evil, instructions: evil } },
      { seq: 3, t_ms: 0, type: 'chat.user', data: { message: 'm', text: evil } },
      {
        seq: 4,
        t_ms: 0,
        type: 'chat.assistant',
        data: { message: 'n', text: `${evil}[x](javascript:alert(1))`, status: evil, model: evil, latency_ms: 1, usage: null },
      },
      {
        seq: 5,
        t_ms: 0,
        type: 'tests.result',
        data: {
          run: 'r',
          kind: 'visible',
          result: {
            passed: 0,
            failed: 1,
            total: 1,
            duration_ms: 1,
            stdout: '',
            stderr: '',
            tests: [{ name: evil, status: evil, message: evil, duration_ms: 1 }],
          },
        },
      },
    ];
    const whole = { ...manifest, title: evil, candidate: { name: evil }, markers: [], segments: manifest.segments.slice(0, 1) };
    const element = await openDemo(1200, { manifest: () => Promise.resolve(whole), segment: () => Promise.resolve(events) });
    for (const panel of ['chat', 'tests', 'question', 'transcript'] as const) {
      element.look({ panel });
      await element.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(element.shadowRoot?.querySelector('img')).to.equal(null);
    }
    expect((window as { hacked?: boolean }).hacked).to.equal(undefined);
    expect(text(element)).to.contain(evil);
  });

  it('leaves nothing behind when it is taken off the page, and comes back', async () => {
    const element = await openDemo();
    element.play();
    const { parentElement } = element;
    element.remove();
    expect(element.player).to.equal(null);
    parentElement?.append(element);
    await until('the recording again', () => element.player?.state);
    expect(element.player?.mode).to.equal('paused');
  });

  for (const appearance of ['light', 'dark', 'contrast'] as const) {
    it(`passes axe in ${appearance}`, async () => {
      const element = await openDemo();
      element.appearance = appearance;
      element.seek(200_000);
      for (const panel of ['chat', 'tests', 'question', 'search', 'transcript'] as const) {
        element.look({ panel });
        await element.updateComplete;
        await new Promise((resolve) => setTimeout(resolve, 100));
        await expect(element).to.be.accessible();
      }
    });
  }

  it('reads another recording when it is given another source', async () => {
    const element = await openDemo();
    element.seek(60_000);
    element.source = demoSource();
    await until('the other recording', () => element.player?.t === 0 && element.player.state);
  });
});

const shownPath = (element: SessionReplay) => deep(element, '.head .path').getAttribute('title') ?? '';
