import { html } from 'lit';
import { expect } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, says, until } from '../../../../.storybook/shadow.js';
import { alone } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-question.js';

const meta: Meta = {
  title: 'Parts/Question',
  component: 'interview-question',
  parameters: { stage: { width: '420px', height: '520px' } },
};
export default meta;

const story = (makeApi: () => RecordedApi): StoryObj =>
  alone(({ workspace }) => html`<interview-question .workspace=${workspace}></interview-question>`, makeApi);

const lastOf = (): RecordedApi => {
  const api = recorded();
  api.question = { ...api.question, progress: { index: 1, total: 2, has_next: false, adaptive: false, follow_ups: false } };
  return api;
};

export const Loading: StoryObj = { render: () => html`<interview-question></interview-question>` };

export const First: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'Question 1 of 2');
    await expect(await find(canvasElement, '.prose li')).toBeVisible();
  },
};

export const Last: StoryObj = story(lastOf);

export const BuildsOnAnother: StoryObj = {
  ...story(() => {
    const api = recorded();
    const { current } = api.question;
    api.question = {
      ...api.question,
      current: { ...current, builds_on: { title: 'Access log summary' } },
      progress: { index: 1, total: 3, has_next: true, adaptive: false, follow_ups: true },
    };
    return api;
  }),
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'This builds on “Access log summary”');
    (await button(canvasElement, 'Next question')).click();
    await says(canvasElement, 'a question that builds on it may come next, and your files stay');
  },
};

export const AskedBeforeTheNext: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'Next question')).click();
    await until('the dialog', () => document.activeElement?.shadowRoot?.activeElement);
    await says(canvasElement, 'you can’t come back to it');
  },
};

export const NextRefused: StoryObj = {
  ...story(() => {
    const api = recorded();
    api.refusals.set('POST /questions', [500, 'internal']);
    return api;
  }),
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'Next question')).click();
    (await find(canvasElement, '[slot=actions] .primary')).click();
    await says(canvasElement, 'Something went wrong on our side.');
  },
};

export const WhilePaused: StoryObj = story(() => {
  const api = recorded();
  api.interview = { ...api.interview, status: 'paused' };
  return api;
});

export const RightToLeft: StoryObj = { ...story(recorded), globals: { locale: 'ar' } };
