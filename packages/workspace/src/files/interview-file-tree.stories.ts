import { html } from 'lit';
import { expect, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says, until } from '../../../../.storybook/shadow.js';
import { alone } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-file-tree.js';

const meta: Meta = {
  title: 'Parts/File tree',
  component: 'interview-file-tree',
  parameters: { stage: { width: '300px', height: '420px' } },
};
export default meta;

const story = (makeApi: () => RecordedApi): StoryObj =>
  alone(({ workspace }) => html`<interview-file-tree .workspace=${workspace}></interview-file-tree>`, makeApi);

const source = '[data-path="src/parse-duration.js"], [aria-label^="parse-duration.js"]';

export const Recorded: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement }) => {
    await find(canvasElement, '[role=treeitem]');
    await expect(findAll(canvasElement, '[role=treeitem]')).toHaveLength(5);
    (await find(canvasElement, '[role=treeitem][tabindex="0"]')).focus();
    await userEvent.keyboard('{ArrowDown}{End}{Home}');
    await until('the first row', () => findAll(canvasElement, '[role=treeitem]')[0]?.tabIndex === 0);
  },
};

export const Empty: StoryObj = {
  ...story(() => {
    const api = recorded();
    api.files.clear();
    return api;
  }),
  play: ({ canvasElement }) => says(canvasElement, 'There are no files yet'),
};

export const ManyFiles: StoryObj = story(() => {
  const api = recorded();
  for (let at = 1; at <= 60; at++) api.write(`src/handlers/${at % 5}/a-rather-long-name-of-handler-${at}.js`, '');
  return api;
});

export const NewFile: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement, loaded }) => {
    (await button(canvasElement, 'New file')).click();
    await userEvent.type(await find(canvasElement, 'input'), 'notes.md{Enter}');
    await says(canvasElement, 'notes.md');
    await until('the file on the server', () => [...(loaded['api'] as RecordedApi).files.keys()].some((path) => path.endsWith('notes.md')));
  },
};

export const RefusedName: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'New file')).click();
    await userEvent.type(await find(canvasElement, 'input'), '../outside{Enter}');
    await find(canvasElement, '.problem');
  },
};

export const ItsMenu: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement }) => {
    const row = await find(canvasElement, source);
    row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, composed: true, cancelable: true, clientX: 60, clientY: 110 }));
    await until('the menu', () => findAll(canvasElement, '[role=menuitem]').length === 5);
  },
};

export const AskedBeforeDeleting: StoryObj = {
  ...story(recorded),
  play: async ({ canvasElement }) => {
    const row = await find(canvasElement, source);
    row.click();
    row.focus();
    await userEvent.keyboard('{Delete}');
    await says(canvasElement, 'What it held stays in the recording.');
  },
};

export const WhilePaused: StoryObj = story(() => {
  const api = recorded();
  api.interview = { ...api.interview, status: 'paused' };
  return api;
});

export const RightToLeft: StoryObj = { ...story(() => recorded('tests.result')), globals: { locale: 'ar' } };
