import type { Proposal as ProposalData } from '@interviewlm/protocol';
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

/** The recorded proposal with a second change, far enough from the first to be taken or left alone. */
const inParts = () =>
  recordedAnswer().map((event) => {
    if (event.event !== 'proposal') return event;
    const proposal = event.data as ProposalData;
    return { ...event, data: { ...proposal, content: `// Units from long to short.\n${proposal.content}` } };
  });

export const ProposalInParts: StoryObj = {
  ...story(() => before((api) => (api.answer = inParts()))),
  play: async ({ canvasElement }) => {
    await ask(canvasElement);
    (await find(await find(canvasElement, 'ilm-proposal'), 'input[type=checkbox]')).click();
    await says(canvasElement, 'Accept 1 of 2');
  },
};

export const ProposalAcceptedInPart: StoryObj = {
  ...story(() => before((api) => (api.answer = inParts()))),
  play: async ({ canvasElement, loaded }) => {
    const { files } = loaded['api'] as RecordedApi;
    await ask(canvasElement);
    const proposal = await find(canvasElement, 'ilm-proposal');
    (await find(proposal, 'input[type=checkbox]')).click();
    await says(canvasElement, 'Accept 1 of 2');
    (await find(proposal, '.primary')).click();
    await says(canvasElement, 'Accepted in part');
    await until('the change in the file', () => files.get(source)?.content.includes('not a duration'));
    await expect(files.get(source)?.content).not.toContain('from long to short');
  },
};

/** What was used so far takes a line of its own where there is no room beside the file's name. */
export const Narrow: StoryObj = {
  ...story(() => before((api) => (api.answer = recordedAnswer()))),
  parameters: { stage: { width: '288px', height: '560px' } },
  globals: { locale: 'de' },
  play: async ({ canvasElement }) => {
    await userEvent.type(await find(canvasElement, 'textarea:enabled'), question);
    (await button(canvasElement, 'Senden')).click();
    await says(canvasElement, 'Token');
    const box = await find(canvasElement, '.box');
    await expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
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
