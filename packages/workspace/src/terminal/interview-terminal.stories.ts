import { html } from 'lit';
import { expect, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says, until } from '../../../../.storybook/shadow.js';
import { alone } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-terminal.js';

const meta: Meta = {
  title: 'Parts/Terminal',
  component: 'interview-terminal',
  parameters: { stage: { width: '760px', height: '360px' } },
};
export default meta;

const story = (shell: RecordedApi['shell'] = 'ready'): StoryObj =>
  alone(
    ({ workspace }) => html`<interview-terminal .workspace=${workspace}></interview-terminal>`,
    () => Object.assign(recorded('chat.user'), { shell }),
  );

const screen = (canvas: HTMLElement, at = 0) => findAll(canvas, '.xterm-rows')[at]?.textContent.replaceAll('\u00a0', ' ') ?? '';
const printed = (canvas: HTMLElement) => until('what was printed', () => screen(canvas).includes('v24.21.0'));

export const Recorded: StoryObj = { ...story(), play: ({ canvasElement }) => printed(canvasElement) };
export const Starting: StoryObj = { ...story('starting'), play: ({ canvasElement }) => says(canvasElement, 'Starting the machine…') };
export const Lost: StoryObj = {
  ...story('lost'),
  play: ({ canvasElement }) => says(canvasElement, 'The machine was lost and is started again…'),
};
export const Ended: StoryObj = { ...story('ended'), play: ({ canvasElement }) => says(canvasElement, 'The shell has ended.') };

export const Typed: StoryObj = {
  ...story(),
  play: async ({ canvasElement }) => {
    await printed(canvasElement);
    (await find(canvasElement, '.xterm-helper-textarea')).focus();
    await userEvent.keyboard('node --test');
    await until('the echo', () => screen(canvasElement).includes('node --test'));
  },
};

export const Several: StoryObj = {
  ...story(),
  play: async ({ canvasElement }) => {
    await printed(canvasElement);
    (await button(canvasElement, 'New terminal')).click();
    await until('two shells', () => screen(canvasElement, 1).includes('v24.21.0'));
    await expect(findAll(canvasElement, '.shells [role=tab]')).toHaveLength(2);
  },
};

export const Found: StoryObj = {
  ...story(),
  play: async ({ canvasElement }) => {
    await printed(canvasElement);
    (await button(canvasElement, 'Find in the terminal')).click();
    await userEvent.type(await find(canvasElement, '.find input'), 'package.json{Enter}');
    await says(canvasElement, 'Found');
  },
};

export const WhilePaused: StoryObj = alone(
  ({ workspace }) => html`<interview-terminal .workspace=${workspace}></interview-terminal>`,
  () => {
    const api = recorded('chat.user');
    api.interview = { ...api.interview, status: 'paused' };
    return api;
  },
);
