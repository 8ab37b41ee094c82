import { html } from 'lit';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { says } from '../../../../.storybook/shadow.js';
import { alone } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import './timer.js';

const meta: Meta = { title: 'Parts/Timer', component: 'interview-timer' };
export default meta;

const minutes = 60_000;

const story = (left: number, running = true): StoryObj =>
  alone(
    ({ workspace }) => html`<div><interview-timer .workspace=${workspace}></interview-timer></div>`,
    () => {
      const api = recorded();
      const { limit_ms } = api.interview.clock;
      api.interview = {
        ...api.interview,
        status: running ? 'started' : 'paused',
        clock: { ...api.interview.clock, elapsed_ms: limit_ms - left, running },
      };
      return api;
    },
  );

export const Running: StoryObj = { ...story(42 * minutes), play: ({ canvasElement }) => says(canvasElement, '41:') };
export const LastMinutes: StoryObj = story(4 * minutes);
export const Paused: StoryObj = { ...story(42 * minutes, false), play: ({ canvasElement }) => says(canvasElement, '42:00') };
