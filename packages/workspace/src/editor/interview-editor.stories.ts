import { setAssetBase } from '@interviewlm/ui';
import { html } from 'lit';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, says, until } from '../../../../.storybook/shadow.js';
import { alone, sceneOf } from '../testing/alone.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-editor.js';

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
    const { workspace, api } = sceneOf({ canvasElement, loaded });
    change(workspace.files.open.get(source)?.text ?? '', (text) => workspace.files.edit(source, text, [[0, 0, '// mine\n']], 'typed'));
    await until('the save', () => api.files.get(source)?.content.startsWith('// mine'));
    await says(canvasElement, 'Saved');
  },
};

export const NotSaved: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { workspace, api } = sceneOf({ canvasElement, loaded });
    api.refusals.set(`PUT /files/${source}`, [413, 'workspace_full']);
    change(workspace.files.open.get(source)?.text ?? '', (text) => workspace.files.edit(source, text, [[0, 0, '// mine\n']], 'typed'));
    await says(canvasElement, 'The workspace is full.');
  },
};

export const Conflict: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const { workspace, api } = sceneOf({ canvasElement, loaded });
    api.write(source, '// theirs, from the terminal\n');
    change(workspace.files.open.get(source)?.text ?? '', (text) => workspace.files.edit(source, text, [[0, 0, '// mine\n']], 'typed'));
    await says(canvasElement, 'This file was changed elsewhere');
    (await button(canvasElement, 'Compare')).click();
    await find(canvasElement, '.added');
  },
};

const change = (text: string, edit: (text: string) => void) => edit(`// mine\n${text}`);
