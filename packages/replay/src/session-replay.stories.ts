import { html } from 'lit';
import { expect, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { SegmentSource } from '@interviewlm/recording';
import { button, find, findAll, says, until } from '../../../.storybook/shadow.js';
import type { SessionReplay } from './session-replay.js';
import { demoSource } from './testing.js';
import './session-replay.js';

const whole = { width: '100%', height: '100vh', padding: '0px' };

const meta: Meta = {
  title: 'Replay/Session',
  component: 'session-replay',
  parameters: { stage: whole, docs: { story: { inline: false, height: '720px' } } },
};
export default meta;

const story = (makeSource: () => SegmentSource | null, more: StoryObj = {}): StoryObj => {
  const source = makeSource();
  return { render: () => html`<session-replay .source=${source}></session-replay>`, ...more };
};

async function opened(canvas: HTMLElement): Promise<SessionReplay> {
  await until('the whole recording', () => elementOf(canvas).player?.replay.complete);
  return elementOf(canvas);
}

function elementOf(canvas: HTMLElement): SessionReplay {
  const element = canvas.querySelector('session-replay');
  if (!element) throw new Error('There is no replay');
  return element;
}

export const NothingChosen: StoryObj = story(() => null, { play: ({ canvasElement }) => says(canvasElement, 'No recording') });

export const Loading: StoryObj = story(() => ({ ...demoSource(), manifest: () => new Promise(() => undefined) }));

export const Start: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await says(canvasElement, 'Ada Moreno');
  },
});

export const WithoutTheName: StoryObj = {
  render: () => html`<session-replay mask-identity .source=${demoSource()}></session-replay>`,
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await says(canvasElement, 'Candidate');
    const header = elementOf(canvasElement).shadowRoot?.querySelector('header')?.textContent;
    await expect(header).not.toContain('Ada Moreno');
    await expect(header).not.toContain('Hide name');
  },
};

export const WithAConversation: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    (await opened(canvasElement)).seek(226_000);
    await says(canvasElement, 'Why does 1500ms come out as');
    await says(canvasElement, 'Accepted');
  },
});

export const WithTests: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    (await opened(canvasElement)).seek(80_000);
    (await find(canvasElement, '#tab-tests')).click();
    await says(canvasElement, 'Missing expected exception (RangeError).');
  },
});

export const Compared: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    const element = await opened(canvasElement);
    element.seek(100_000);
    element.look({ mode: 'diff' });
    await find(canvasElement, '.line-insert');
  },
});

export const Playing: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    const element = await opened(canvasElement);
    element.seek(45_000);
    (await button(canvasElement, 'Play')).click();
    await until('half a second', () => (element.player?.t ?? 0) > 45_500);
    (await button(canvasElement, 'Pause')).click();
    await expect(element.player?.mode).toBe('paused');
  },
});

export const Keys: StoryObj = story(demoSource, {
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    (await find(canvasElement, '.root')).focus();
    await userEvent.keyboard('l');
    await expect(elementOf(canvasElement).player?.t).toBe(10_000);
    await userEvent.keyboard('?');
    await find(canvasElement, 'dialog[open]');
  },
});

export const Narrow: StoryObj = story(demoSource, {
  parameters: { stage: { ...whole, width: '380px' } },
  play: async ({ canvasElement }) => {
    const element = await opened(canvasElement);
    element.seek(226_000);
    await find(canvasElement, '[role=tabpanel]');
    await expect(element.scrollWidth).toBeLessThanOrEqual(380);
  },
});

export const RightToLeft: StoryObj = story(demoSource, {
  globals: { locale: 'ar' },
  play: async ({ canvasElement }) => {
    const element = await opened(canvasElement);
    element.seek(200_000);
    await find(canvasElement, '.view-line');
  },
});

const refusing = (error: Error): SegmentSource => ({ manifest: () => Promise.reject(error), segment: () => Promise.reject(error) });

export const Failed: StoryObj = story(() => refusing(new TypeError('offline')), {
  play: async ({ canvasElement }) => {
    await find(canvasElement, '[role=alert]');
  },
});

export const NotFound: StoryObj = story(() => refusing(Object.assign(new Error('no'), { code: 'not_found' })), {
  play: async ({ canvasElement }) => {
    await until('the notice', () => findAll(canvasElement, 'ilm-notice[heading="There is no such recording"]').length === 1);
  },
});
