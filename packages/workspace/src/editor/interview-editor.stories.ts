import { setAssetBase } from '@interviewlm/ui';
import { html } from 'lit';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says, until } from '../../../../.storybook/shadow.js';
import { alone, sceneOf } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-editor.js';
import { keepSettings, keptSettings } from './settings.js';

const meta: Meta = { title: 'Parts/Editor', component: 'interview-editor', parameters: { stage: { width: '860px', height: '480px' } } };
export default meta;

const source = 'src/parse-duration.js';

const story = (makeApi: () => RecordedApi): StoryObj =>
  alone(({ workspace }) => html`<interview-editor .workspace=${workspace}></interview-editor>`, makeApi);

const opened = (canvas: HTMLElement) => find(canvas, '.view-line');

export const Loading: StoryObj = { render: () => html`<interview-editor></interview-editor>` };

export const Recorded: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
  },
};

export const NoFile: StoryObj = {
  ...story(() => {
    const api = recorded();
    api.question = { ...api.question, current: { ...api.question.current, open: [] } };
    return api;
  }),
  play: ({ canvasElement }) => says(canvasElement, 'No file is open'),
};

/** The code can be read and written all the same. On the page of all stories Monaco is there, loaded by those above. */
export const EditorNotLoaded: StoryObj = {
  ...story(() => {
    setAssetBase('nowhere/');
    return recorded('tests.result');
  }),
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'The editor could not be loaded');
    await find(canvasElement, 'textarea');
    setAssetBase('monaco/');
  },
};

export const ReadOnly: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    await sceneOf({ canvasElement, loaded }).workspace.files.show('test/parse-duration.test.js');
    await says(canvasElement, 'Read-only: part of the question');
  },
};

export const Marked: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { workspace } = sceneOf({ canvasElement, loaded });
    await workspace.files.show('test/parse-duration.test.js');
    await workspace.tests.run();
    await find(canvasElement, '.test-mark.failed');
  },
};

export const Typed: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { api } = sceneOf({ canvasElement, loaded });
    write(canvasElement);
    await until('the save', () => api.files.get(source)?.content.startsWith('// mine'));
    await says(canvasElement, 'Saved');
  },
};

export const Saving: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    sceneOf({ canvasElement, loaded }).api.isSilent = true;
    write(canvasElement);
    await find(canvasElement, '.dot.saving');
  },
};

export const NotSaved: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { api } = sceneOf({ canvasElement, loaded });
    api.refusals.set(`PUT /files/${source}`, [413, 'workspace_full']);
    write(canvasElement);
    await says(canvasElement, 'The workspace is full.');
  },
};

export const Conflict: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { api } = sceneOf({ canvasElement, loaded });
    api.write(source, '// theirs, from the terminal\n');
    write(canvasElement);
    await says(canvasElement, 'This file was changed elsewhere');
    (await button(canvasElement, 'Compare')).click();
    await find(canvasElement, '.added');
  },
};

export const Settings: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    (await button(canvasElement, 'Editor settings')).click();
    await until('the menu', () => findAll(canvasElement, '[role=menuitemradio]').length === 4);
  },
};

export const VimKeys: StoryObj = {
  ...story(() => recorded('tests.result')),
  beforeEach: () => {
    keepSettings({ ...keptSettings(), hasVimKeys: true });
    return () => keepSettings({ ...keptSettings(), hasVimKeys: false });
  },
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await says(canvasElement, 'Normal mode');
    (await find(canvasElement, 'interview-editor')).focus();
    const keys = await find(canvasElement, '.surface .native-edit-context, .surface textarea');
    keys.dispatchEvent(new KeyboardEvent('keydown', { key: '/', code: 'Slash', keyCode: 191, bubbles: true, composed: true }));
    await find(canvasElement, '.vim input');
  },
};

/** Puts a line at the top of the file, as its author. */
function write(canvas: HTMLElement): void {
  canvas.querySelector('interview-editor')?.insert('// mine\n');
}
