import { html } from 'lit';
import { expect, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says, until } from '../../../../.storybook/shadow.js';
import { alone } from '../testing/alone.js';
import { recorded, recordedAnswer } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-chat.js';

const meta: Meta = { title: 'Parts/Chat', component: 'interview-chat', parameters: { stage: { width: '420px', height: '640px' } } };
export default meta;

const source = 'src/parse-duration.js';
const question = 'Why does 1500ms come out as 90000000?';

const story = (makeApi: () => RecordedApi): StoryObj =>
  alone(({ workspace }) => html`<interview-chat .workspace=${workspace}></interview-chat>`, makeApi);

const before = (change: (api: RecordedApi) => void = () => undefined) => {
  const api = recorded('tests.result');
  change(api);
  return api;
};

async function ask(canvas: HTMLElement): Promise<void> {
  await userEvent.type(await find(canvas, 'textarea:enabled'), question);
  (await button(canvas, 'Send')).click();
}

export const Loading: StoryObj = { render: () => html`<interview-chat></interview-chat>` };

export const Empty: StoryObj = story(before);

export const OnlyHints: StoryObj = story(() =>
  before((api) => (api.interview = { ...api.interview, ai_policy: { ...api.interview.ai_policy, mode: 'hints' } })),
);

export const NoAssistant: StoryObj = story(() =>
  before((api) => (api.interview = { ...api.interview, ai_policy: { ...api.interview.ai_policy, mode: 'off' } })),
);

export const Streaming: StoryObj = {
  ...story(() => before((api) => api.unending.set('/chat', recordedAnswer().slice(0, 3)))),
  play: async ({ canvasElement }) => {
    await ask(canvasElement);
    await says(canvasElement, 'so');
    await expect(await button(canvasElement, 'Stop the answer')).toBeVisible();
  },
};

export const Proposal: StoryObj = {
  ...story(() => before((api) => (api.answer = recordedAnswer()))),
  play: async ({ canvasElement }) => {
    await ask(canvasElement);
    await until('the comparison', () => findAll(canvasElement, '.added').length > 0);
  },
};

export const ProposalAccepted: StoryObj = {
  ...story(() => before((api) => (api.answer = recordedAnswer()))),
  play: async ({ canvasElement, loaded }) => {
    const { files } = loaded['api'] as RecordedApi;
    await ask(canvasElement);
    (await find(await find(canvasElement, 'ilm-proposal'), '.primary')).click();
    await says(canvasElement, 'Accepted');
    await until('the change in the file', () => files.get(source)?.content.includes('not a duration'));
  },
};

export const Recorded: StoryObj = {
  ...story(() => recorded('chat.decision')),
  play: ({ canvasElement }) => says(canvasElement, 'List the units with the longest first'),
};

export const Consent: StoryObj = {
  ...story(before),
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'What the assistant may do')).click();
    await says(canvasElement, 'Propose changes');
  },
};

export const Failed: StoryObj = {
  ...story(() => before(({ refusals }) => refusals.set('POST /chat', [503, 'assistant_unavailable']))),
  play: async ({ canvasElement }) => {
    await ask(canvasElement);
    await says(canvasElement, 'The assistant can’t be reached right now.');
    await expect(await button(canvasElement, 'Ask again')).toBeVisible();
  },
};

export const Offline: StoryObj = {
  ...story(before),
  play: async ({ canvasElement, loaded }) => {
    await find(canvasElement, 'textarea:enabled');
    (loaded['api'] as RecordedApi).isDown = true;
    window.dispatchEvent(new Event('offline'));
    await says(canvasElement, 'The assistant can’t be reached until the connection is back.');
  },
};

export const WhilePaused: StoryObj = story(() => {
  const api = recorded('chat.decision');
  api.interview = { ...api.interview, status: 'paused' };
  return api;
});

export const RightToLeft: StoryObj = { ...story(() => recorded('chat.decision')), globals: { locale: 'ar' } };
