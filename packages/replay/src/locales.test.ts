import { expect } from '@open-wc/testing';
import { setLocale } from '@interviewlm/ui';
import './session-replay.js';
import { clearPage, deep, openDemo, part, press, until } from './testing.js';

const shown = (element: Element): string => (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ');

describe('<session-replay> in other languages', function () {
  this.timeout(60_000);

  afterEach(async () => {
    clearPage();
    document.documentElement.lang = 'en';
    await setLocale('en');
  });

  it('is Arabic from right to left, while time and code run on from the left', async () => {
    document.documentElement.lang = 'ar';
    const element = await openDemo();
    expect([element.dir, element.lang]).to.deep.equal(['rtl', 'ar']);
    expect(shown(element)).to.include('إخفاء الاسم').and.to.include('المساعد');
    const track = deep(element, 'replay-timeline', '.track');
    expect(getComputedStyle(track).direction).to.equal('ltr');
    expect(getComputedStyle(deep(element, 'replay-code', '.view')).direction).to.equal('ltr');
    const labels = [...track.querySelectorAll('.marker')].map((marker) => marker.getAttribute('aria-label') ?? '');
    expect(labels.some((label) => label.startsWith('سؤال للمساعد'))).to.equal(true);
    const slider = track.querySelector('input') as HTMLInputElement;
    press(slider, 'l');
    await until('ten seconds on', () => (element.player?.t ?? 0) >= 10_000);
    await until('its words', () => slider.getAttribute('aria-valuetext')?.includes('10 ثوان'));
    await expect(element).to.be.accessible();
  });

  it('tells the transcript in Japanese, and finds in it what is shown', async () => {
    document.documentElement.lang = 'ja';
    const element = await openDemo();
    element.look({ panel: 'transcript' });
    await element.updateComplete;
    await until('the transcript', () => shown(part(element, 'replay-transcript')).includes('面接を開始'));
    const transcript = part(element, 'replay-transcript');
    const field = deep(transcript, 'input') as HTMLInputElement;
    field.value = 'アシスタントから採用';
    field.dispatchEvent(new Event('input'));
    await until('what was accepted', () => /\d+件見つかりました/.test(shown(transcript)) && !shown(transcript).includes('面接を開始'));
  });
});
