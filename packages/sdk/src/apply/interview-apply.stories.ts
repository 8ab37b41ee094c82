import { html } from 'lit';
import { expect, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says } from '../../../../.storybook/shadow.js';
import { card, careersUrl, openAssessment } from '../testing/careers-page.js';
import './interview-apply.js';

const meta: Meta = { title: 'Apply/Card', component: 'interview-apply', parameters: { stage: { width: '560px' } } };
export default meta;

const story = (behaviour: Parameters<typeof openAssessment>[0]): StoryObj => ({
  loaders: [() => ({ assessment: openAssessment(behaviour) })],
  render: (_args, { loaded }) =>
    html`<interview-apply
      base-url=${careersUrl}
      publishable-key="ilm_pk_test_story"
      assessment=${String(loaded['assessment'])}
    ></interview-apply>`,
});

export const Loading: StoryObj = story({ card: null });

export const Form: StoryObj = {
  ...story({ card }),
  play: async ({ canvasElement }) => {
    await says(canvasElement, '60 minutes · 2 questions · with an AI assistant');
    await expect(findAll(canvasElement, 'input')).toHaveLength(2);
  },
};

export const WithoutAssistant: StoryObj = {
  ...story({ card: { ...card, ai_mode: 'off', question_count: 1 } }),
  play: ({ canvasElement }) => says(canvasElement, '60 minutes · one question'),
};

export const Marked: StoryObj = {
  ...story({ card, refusal: 'this is no e-mail address' }),
  play: async ({ canvasElement }) => {
    await userEvent.type(await find(canvasElement, 'input[name=name]'), 'Ada Moreno');
    await userEvent.type(await find(canvasElement, 'input[name=email]'), 'ada');
    (await button(canvasElement, 'Start the interview')).click();
    await says(canvasElement, 'This is no e-mail address');
    await expect(await find(canvasElement, 'input[name=email]')).toHaveAttribute('aria-invalid', 'true');
  },
};

export const NotOpen: StoryObj = {
  ...story({ card: 404 }),
  play: async ({ canvasElement }) => {
    await button(canvasElement, 'Try again');
  },
};
