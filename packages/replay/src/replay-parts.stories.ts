import { html } from 'lit';
import { expect, fn, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { Timeline } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import { button, find, findAll, says, until } from '../../../.storybook/shadow.js';
import './replay-controls.js';
import './replay-diff.js';
import './replay-timeline.js';
import './replay-transcript.js';

const meta: Meta = { title: 'Replay/Parts' };
export default meta;

const { manifest, events, files } = demoSession();
const timeline = new Timeline();
timeline.append(events);
const { entries } = timeline;
const source = 'src/parse-duration.js';
const opening = events.find((event) => event.type === 'session.started');
const starter = opening?.data.files.find(({ path }) => path === source)?.content ?? '';

const timelineOf = (now: number, ready: number) =>
  html`<replay-timeline
    .duration=${manifest.duration_ms}
    .now=${now}
    .ready=${ready}
    .entries=${entries}
    .count=${entries.length}
    .markers=${manifest.markers}
  ></replay-timeline>`;

export const WholeTimeline: StoryObj = {
  render: () => timelineOf(100_000, manifest.duration_ms),
  play: async ({ canvasElement }) => {
    const asked = fn();
    canvasElement.addEventListener('replay-command', asked);
    (await find(canvasElement, '.marker[tabindex="0"]')).focus();
    await userEvent.keyboard('{End}');
    const last = findAll(canvasElement, '.marker').at(-1);
    await until('the last marker', () => last?.tabIndex === 0);
    last?.click();
    await expect(asked).toHaveBeenCalledOnce();
  },
};

export const TimelineNotLoaded: StoryObj = { render: () => timelineOf(20_000, 60_000) };

export const EmptyTimeline: StoryObj = { render: () => html`<replay-timeline .duration=${60_000} .ready=${60_000}></replay-timeline>` };

const controls = (playing: boolean, more: { waiting?: boolean; live?: 'at' | 'behind' } = {}) =>
  html`<replay-controls
    ?playing=${playing}
    ?waiting=${more.waiting ?? false}
    .live=${more.live ?? null}
    .now=${64_000}
    .duration=${manifest.duration_ms}
  ></replay-controls>`;

export const ControlsPaused: StoryObj = {
  render: () => controls(false),
  play: async ({ canvasElement }) => {
    const asked = fn();
    canvasElement.addEventListener('replay-command', asked);
    (await button(canvasElement, 'Play')).click();
    (await button(canvasElement, 'Next marker')).click();
    await expect(asked).toHaveBeenCalledTimes(2);
  },
};
export const ControlsPlaying: StoryObj = { render: () => controls(true) };
export const ControlsWaiting: StoryObj = { render: () => controls(true, { waiting: true }) };
export const ControlsLive: StoryObj = { render: () => controls(false, { live: 'behind' }) };

const diff = (layout: 'inline' | 'side-by-side', modified: string): StoryObj => ({
  parameters: { stage: { width: '900px', height: '420px' } },
  render: () =>
    html`<replay-diff path=${source} .original=${starter} .modified=${modified} layout=${layout} style="display: block"></replay-diff>`,
});

export const DiffInline: StoryObj = {
  ...diff('inline', files.get(source) ?? ''),
  play: async ({ canvasElement }) => {
    await find(canvasElement, '.line-insert');
  },
};
export const DiffSideBySide: StoryObj = {
  ...diff('side-by-side', files.get(source) ?? ''),
  play: async ({ canvasElement }) => {
    await find(canvasElement, '.line-insert');
  },
};
export const DiffOfTheSame: StoryObj = {
  ...diff('inline', starter),
  play: async ({ canvasElement }) => {
    await find(canvasElement, '.editor .view-lines');
  },
};

const room = { stage: { width: '420px', height: '480px' } };

export const Transcript: StoryObj = {
  parameters: room,
  render: () => html`<replay-transcript .entries=${entries} .count=${entries.length} .now=${120_000}></replay-transcript>`,
  play: async ({ canvasElement }) => {
    await find(canvasElement, 'ol li');
    await userEvent.type(await find(canvasElement, 'input'), 'v24.21');
    await says(canvasElement, '1 found');
  },
};
export const TranscriptEmpty: StoryObj = {
  parameters: room,
  render: () => html`<replay-transcript></replay-transcript>`,
  play: ({ canvasElement }) => says(canvasElement, 'Nothing has happened yet.'),
};
