import { html } from 'lit';
import { expect } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says } from '../../../../.storybook/shadow.js';
import { alone, sceneOf } from '../testing/alone.js';
import { runnerMissing, runResult } from '../testing/api.js';
import { recorded } from '../testing/recorded.js';
import type { RecordedApi } from '../testing/recorded.js';
import './interview-tests.js';

const meta: Meta = { title: 'Parts/Tests', component: 'interview-tests', parameters: { stage: { width: '640px', height: '360px' } } };
export default meta;

const story = (makeApi: () => RecordedApi): StoryObj =>
  alone(({ workspace }) => html`<interview-tests .workspace=${workspace}></interview-tests>`, makeApi);

/** Runs once, and shows what came of it. */
const ran = (makeApi: () => RecordedApi, ...words: string[]): StoryObj => ({
  ...story(makeApi),
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'Run tests')).click();
    for (const one of words) await says(canvasElement, one);
  },
});

const answering = (change: (api: RecordedApi) => void) => () => {
  const api = recorded('tests.result');
  change(api);
  return api;
};

export const Empty: StoryObj = story(recorded);

export const Running = ran(
  answering(({ unending }) =>
    unending.set('/run-tests', [{ event: 'output', data: { stream: 'stdout', text: '▶ reads seconds\n▶ adds parts\n' } }]),
  ),
  'Running your tests…',
  'adds parts',
);

export const Failed = ran(() => recorded('tests.result'), '2 of 4 passed', 'Missing expected exception (RangeError).');

export const Passed = ran(() => recorded('tests.result', 2), '4 of 4 passed');

export const OutOfTime = ran(
  answering((api) => {
    api.run = runResult({ passed: 0, failed: 0, total: 0, tests: [], timed_out: true, stopped: 'The run took longer than 20 seconds.' });
  }),
  'The run took longer than 20 seconds.',
);

export const RunnerMissing = ran(
  answering((api) => {
    api.run = runnerMissing();
  }),
  'That is our fault, not that of your code: try again.',
);

export const NotReachable = ran(
  answering(({ refusals }) => refusals.set('POST /run-tests', [503, 'sandbox_unavailable'])),
  'The machine that runs your code can’t be reached right now.',
);

export const NotSaved: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    const { workspace, api } = sceneOf({ canvasElement, loaded });
    const [path = ''] = workspace.files.tabs;
    api.refusals.set(`PUT /files/${path}`, [413, 'workspace_full']);
    workspace.files.edit(path, '// all of it\n', [[0, workspace.files.open.get(path)?.text.length ?? 0, '// all of it\n']], 'typed');
    (await button(canvasElement, 'Run tests')).click();
    await says(canvasElement, `${path}: The workspace is full. Delete something to make room.`);
  },
};

export const EarlierRuns: StoryObj = {
  ...story(() => recorded('tests.result')),
  play: async ({ canvasElement, loaded }) => {
    (await button(canvasElement, 'Run tests')).click();
    await says(canvasElement, '2 of 4 passed');
    (loaded['api'] as RecordedApi).run = recorded('tests.result', 2).run;
    (await button(canvasElement, 'Run tests')).click();
    await says(canvasElement, '4 of 4 passed');
    await expect(findAll(canvasElement, 'option')).toHaveLength(2);
  },
};

export const Narrow: StoryObj = {
  ...story(() => recorded('tests.result')),
  parameters: { stage: { width: '288px', height: '420px' } },
  globals: { locale: 'de' },
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'Tests ausführen')).click();
    await says(canvasElement, '2 von 4 bestanden');
    const bar = await find(canvasElement, '.bar');
    await expect(bar.scrollWidth).toBeLessThanOrEqual(bar.clientWidth);
  },
};

export const RightToLeft: StoryObj = {
  ...story(() => recorded('tests.result')),
  globals: { locale: 'ar' },
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'تشغيل الاختبارات')).click();
    await says(canvasElement, 'Missing expected exception (RangeError).');
  },
};
