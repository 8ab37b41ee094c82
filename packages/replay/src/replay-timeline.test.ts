import { expect } from '@open-wc/testing';
import { Timeline } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import { ReplayCommandEvent, type Command } from './events.js';
import type { ReplayTimeline } from './replay-timeline.js';
import './replay-timeline.js';
import { clearPage, deep, press } from './testing.js';
import { ticks } from './timeline-lanes.js';

describe('<replay-timeline>', () => {
  afterEach(clearPage);

  async function open(): Promise<{ element: ReplayTimeline; commands: Command[] }> {
    const { manifest, events } = demoSession();
    const timeline = new Timeline();
    timeline.append(events);
    const element = document.createElement('replay-timeline');
    Object.assign(element, {
      duration: manifest.duration_ms,
      markers: manifest.markers,
      entries: timeline.entries,
      count: events.length,
      now: 61_000,
      ready: Infinity,
    });
    const commands: Command[] = [];
    element.addEventListener('replay-command', (event) => {
      if (event instanceof ReplayCommandEvent) commands.push(event.command);
    });
    document.body.append(element);
    await element.updateComplete;
    return { element, commands };
  }
  const markers = (element: ReplayTimeline) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.marker') ?? [])];

  it('says where the playhead is', async () => {
    const { element } = await open();
    const slider = deep(element, 'input[type="range"]') as HTMLInputElement;
    expect(slider.getAttribute('aria-valuetext')).to.equal('1 minute 1 second of 3 minutes 46 seconds');
    expect(slider.value).to.equal('61000');
  });

  it('asks to seek where the slider is moved to', async () => {
    const { element, commands } = await open();
    const slider = deep(element, 'input[type="range"]') as HTMLInputElement;
    slider.value = '90000';
    slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(commands).to.deep.equal([{ do: 'seek', t_ms: 90_000 }]);
  });

  it('names each marker and its moment, and puts it there', async () => {
    const { element, commands } = await open();
    const run = markers(element).find((marker) => marker.classList.contains('run_failed'));
    expect(run?.getAttribute('aria-label')).to.match(/^2 of 4 tests passed, at 1 minute \d+ seconds$/);
    const box = deep(element, '.track').getBoundingClientRect();
    const mark = run?.getBoundingClientRect();
    const t = demoSession().manifest.markers.find(({ kind }) => kind === 'run_failed')?.t_ms ?? 0;
    expect(((mark?.x ?? 0) + (mark?.width ?? 0) / 2 - box.x) / box.width).to.be.closeTo(t / element.duration, 0.002);
    run?.click();
    expect(commands).to.deep.equal([{ do: 'seek', t_ms: t }]);
  });

  it('is one stop for Tab, with arrows from marker to marker', async () => {
    const { element } = await open();
    const all = markers(element);
    const tabbable = () => markers(element).filter((marker) => marker.tabIndex === 0);
    expect(tabbable().length).to.equal(1);
    all[0]?.focus();
    press(all[0] ?? element, 'ArrowRight');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(all[1]);
    expect(tabbable()).to.deep.equal([all[1]]);
    press(all[1] ?? element, 'End');
    expect(element.shadowRoot?.activeElement).to.equal(all.at(-1));
    press(all.at(-1) ?? element, 'ArrowRight');
    expect(element.shadowRoot?.activeElement).to.equal(all.at(-1));
  });

  it('draws typing where there was typing', async () => {
    const { element } = await open();
    const path = deep(element, '.lane.edits path').getAttribute('d') ?? '';
    expect(path.startsWith('M0 1')).to.equal(true);
    expect(path).to.match(/L\d+ 0\.[0-4]/);
  });

  it('passes axe', async () => {
    const { element } = await open();
    await expect(element).to.be.accessible();
  });

  it('has at most nine round moments on its ruler', () => {
    for (const duration of [0, 999, 30_000, 226_000, 3_600_000, 14_400_000, 90_000_000]) {
      expect(ticks(duration).length).to.be.at.most(12);
      for (const tick of ticks(duration)) expect(tick % 1000).to.equal(0);
    }
    expect(ticks(3_600_000).map((t) => t / 60_000)).to.deep.equal([10, 20, 30, 40, 50]);
  });
});
