import { html } from 'lit';
import { expect } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { button, find, findAll, says, until } from '../../../.storybook/shadow.js';
import type { InterviewWorkspace } from './interview-workspace.js';
import { baseUrl } from './testing/api.js';
import { serveHere, servedHere } from './testing/network.js';
import { recorded, recordedAnswer } from './testing/recorded.js';
import type { RecordedApi } from './testing/recorded.js';
import './interview-workspace.js';

const whole = { width: '100%', height: '100vh', padding: '0px' };

const meta: Meta = {
  title: 'Workspace/Interview',
  component: 'interview-workspace',
  parameters: { stage: whole, docs: { story: { inline: false, height: '720px' } } },
};
export default meta;

interface Loaded {
  readonly api: RecordedApi;
}

const story = (makeApi: () => RecordedApi, more: StoryObj = {}): StoryObj => ({
  loaders: [({ canvasElement }): Loaded => ({ api: apiOf(canvasElement, makeApi) })],
  render: (_args, { loaded }) =>
    html`<interview-workspace
      interview=${(loaded as unknown as Loaded).api.interview.id}
      base-url=${baseUrl}
      .fetchToken=${() => Promise.resolve('token')}
    ></interview-workspace>`,
  ...more,
});

/** Storybook loads again when only the theme changes: the interview on the page stays. */
function apiOf(canvas: HTMLElement, makeApi: () => RecordedApi): RecordedApi {
  const shown = canvas.querySelector('interview-workspace');
  return servedHere(shown?.interview ?? '') ?? serveHere(makeApi());
}

const midway =
  (change: (api: RecordedApi) => void = () => undefined) =>
  () => {
    const api = recorded('chat.decision');
    api.answer = recordedAnswer();
    change(api);
    return api;
  };
const withStatus = (status: RecordedApi['interview']['status']) => midway((api) => (api.interview = { ...api.interview, status }));

const ready = async (canvas: HTMLElement) => {
  await find(canvas, '.view-line');
  await until('every part', () => findAll(canvas, ':not(:defined)').length === 0);
};

export const Loading: StoryObj = story(
  midway((api) => (api.isSilent = true)),
  { play: ({ canvasElement }) => says(canvasElement, 'Opening your interview…') },
);

export const LoadingWithoutServer: StoryObj = story(
  midway((api) => (api.isDown = true)),
  { play: ({ canvasElement }) => says(canvasElement, 'The server can’t be reached. Trying again…') },
);

export const Ready: StoryObj = story(midway(), {
  play: async ({ canvasElement }) => {
    await ready(canvasElement);
    await says(canvasElement, 'Parse a duration');
    (await button(canvasElement, 'Run tests')).click();
    await says(canvasElement, '2 of 4 passed');
  },
});

/** The question opens its first file. */
const beginning = () => {
  const api = recorded();
  api.question = { ...api.question, current: { ...api.question.current, open: ['src/parse-duration.js'] } };
  return api;
};

export const Beginning: StoryObj = story(beginning, { play: ({ canvasElement }) => ready(canvasElement) });

export const Terminal: StoryObj = story(midway(), {
  play: async ({ canvasElement }) => {
    await ready(canvasElement);
    findAll(canvasElement, '.panel [role=tab]')[1]?.click();
    await find(canvasElement, '.xterm-rows');
  },
});

export const WithoutAssistant: StoryObj = story(
  midway((api) => (api.interview = { ...api.interview, ai_policy: { ...api.interview.ai_policy, mode: 'off' } })),
  {
    play: async ({ canvasElement }) => {
      await ready(canvasElement);
      await expect(findAll(canvasElement, 'interview-chat')).toHaveLength(0);
    },
  },
);

export const Narrow: StoryObj = story(midway(), {
  parameters: { stage: { ...whole, width: '360px' } },
  play: async ({ canvasElement }) => {
    await find(canvasElement, '.views [role=tab]');
    findAll(canvasElement, '.views [role=tab]')[5]?.click();
    await says(canvasElement, 'List the units with the longest first');
    await expect(canvasElement.querySelector('interview-workspace')?.scrollWidth).toBeLessThanOrEqual(360);
  },
});

const inArabic = { globals: { locale: 'ar' } };

export const RightToLeft: StoryObj = story(midway(), {
  ...inArabic,
  play: async ({ canvasElement }) => {
    await ready(canvasElement);
    (await button(canvasElement, 'تشغيل الاختبارات')).click();
    await says(canvasElement, 'Missing expected exception (RangeError).');
  },
});

export const NarrowRightToLeft: StoryObj = story(midway(), {
  ...inArabic,
  parameters: { stage: { ...whole, width: '390px' } },
  play: async ({ canvasElement }) => {
    await find(canvasElement, '.view-line');
    await expect(canvasElement.querySelector('interview-workspace')?.scrollWidth).toBeLessThanOrEqual(390);
  },
});

export const Dark: StoryObj = story(midway(), { globals: { theme: 'dark' }, play: ({ canvasElement }) => ready(canvasElement) });

export const Reconnecting: StoryObj = story(midway(), {
  play: async ({ canvasElement, loaded }) => {
    await ready(canvasElement);
    (loaded as unknown as Loaded).api.isDown = true;
    window.dispatchEvent(new Event('offline'));
    await says(canvasElement, 'Reconnecting…');
  },
});

export const Offline: StoryObj = story(midway(), {
  beforeEach: () => {
    Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true });
    return () => Reflect.deleteProperty(navigator, 'onLine');
  },
  play: async ({ canvasElement, loaded }) => {
    await ready(canvasElement);
    (loaded as unknown as Loaded).api.isDown = true;
    window.dispatchEvent(new Event('offline'));
    await says(canvasElement, 'You are offline.');
  },
});

export const Paused: StoryObj = story(withStatus('paused'), {
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'The interview is paused');
    await expect(await button(canvasElement, 'Resume')).toBeVisible();
  },
});

export const Resumed: StoryObj = story(withStatus('paused'), {
  play: async ({ canvasElement }) => {
    (await button(canvasElement, 'Resume')).click();
    await ready(canvasElement);
  },
});

export const Expired: StoryObj = story(
  midway((api) => (api.interview = { ...api.interview, status: 'expired', started_at: new Date(0).toISOString() })),
  { play: ({ canvasElement }) => says(canvasElement, 'The time is over') },
);

export const NeverBegun: StoryObj = story(
  midway((api) => (api.interview = { ...api.interview, status: 'expired', started_at: null })),
  { play: ({ canvasElement }) => says(canvasElement, 'This interview was not begun in time.') },
);

export const PausedNarrowRightToLeft: StoryObj = story(withStatus('paused'), {
  ...inArabic,
  parameters: { stage: { ...whole, width: '390px' } },
  play: ({ canvasElement }) => says(canvasElement, 'المقابلة متوقفة مؤقتًا'),
});

/** The dialog that asks whether to submit, and its button. */
async function asked(canvas: HTMLElement): Promise<HTMLElement> {
  await ready(canvas);
  void canvas.querySelector<InterviewWorkspace>('interview-workspace')?.submit();
  const dialog = await find(canvas, 'dialog[open]');
  await says(canvas, 'You can submit once.');
  return (dialog.getRootNode() as ShadowRoot).host.querySelector<HTMLElement>('.primary') ?? dialog;
}

export const AskedBeforeSubmitting: StoryObj = story(midway(), {
  play: async ({ canvasElement }) => {
    await asked(canvasElement);
  },
});

export const Submitting: StoryObj = story(midway(), {
  play: async ({ canvasElement, loaded }) => {
    const submit = await asked(canvasElement);
    (loaded as unknown as Loaded).api.isSilent = true;
    submit.click();
    await says(canvasElement, 'Submitting: your answer is tested and stored…');
  },
});

export const NotSubmitted: StoryObj = story(
  midway(({ refusals }) => refusals.set('POST /submit', [500, 'internal'])),
  {
    play: async ({ canvasElement }) => {
      (await asked(canvasElement)).click();
      await says(canvasElement, 'Something went wrong on our side.');
    },
  },
);

export const Submitted: StoryObj = story(withStatus('submitted'), {
  play: ({ canvasElement }) => says(canvasElement, 'Your interview is submitted'),
});

export const SubmittedAndAskedWhoTheyAre: StoryObj = story(
  midway((api) => (api.interview = { ...api.interview, status: 'submitted', self_identification: true })),
  { play: ({ canvasElement }) => says(canvasElement, 'Is this interview fair to everybody?') },
);

export const SubmittedAndAskedNarrow: StoryObj = story(
  midway((api) => (api.interview = { ...api.interview, status: 'submitted', self_identification: true })),
  {
    globals: { locale: 'de' },
    parameters: { stage: { ...whole, width: '320px' } },
    play: async ({ canvasElement }) => {
      await says(canvasElement, 'Ihr Interview ist abgegeben');
      const cover = await find(canvasElement, '.cover');
      await expect(cover.scrollWidth).toBeLessThanOrEqual(cover.clientWidth);
    },
  },
);

export const Refused: StoryObj = story(
  midway(({ refusals }) => refusals.set('GET /workspace', [401, 'unauthenticated'])),
  { play: ({ canvasElement }) => says(canvasElement, 'This link has expired or was revoked') },
);

export const ElsewhereOpen: StoryObj = story(midway(), {
  beforeEach: async ({ loaded }) => {
    const { api } = loaded as unknown as Loaded;
    const { letGo, held } = elsewhere(api.interview.id);
    await held;
    return letGo;
  },
  play: ({ canvasElement }) => says(canvasElement, 'This interview is open in another tab'),
});

/** What another tab holds while it works on the interview. */
function elsewhere(interview: string) {
  let letGo: () => void = () => undefined;
  const left = new Promise<void>((resolve) => (letGo = resolve));
  const held = new Promise<void>((resolve) => {
    void navigator.locks.request(`interviewlm.workspace.${interview}`, () => {
      resolve();
      return left;
    });
  });
  return { held, letGo };
}
