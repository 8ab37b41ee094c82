import { css, html } from 'lit';
import { expect, fn, userEvent } from 'storybook/test';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { find, findAll, says, until } from '../../../.storybook/shadow.js';
import { BaseElement, define } from './base-element.js';
import { badgeStyles, buttonStyles, fieldStyles } from './controls.js';
import './dialog.js';
import type { Dialog } from './dialog.js';
import { icon } from './icons.js';
import type { IconName } from './icons.js';
import './menu.js';
import type { Menu } from './menu.js';
import './notice.js';
import './spinner.js';
import './split-pane.js';
import type { SplitPane } from './split-pane.js';

const meta: Meta = { title: 'Controls/All' };
export default meta;

const icons: readonly IconName[] = [
  'file',
  'folder',
  'lock',
  'check',
  'cross',
  'play',
  'stop',
  'clock',
  'warning',
  'info',
  'terminal',
  'chat',
  'tests',
  'spark',
];

/** Controls that are styles live in an element's shadow root: this is one that has nothing else. */
class StoryControls extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    badgeStyles,
    fieldStyles,
    css`
      :host,
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: center;
      }
    `,
  ];

  override render() {
    return html`
      <button class="button">Button</button>
      <button class="button primary">Primary</button>
      <button class="button quiet">Quiet</button>
      <button class="button danger">Danger</button>
      <button class="button small">Small</button>
      <button class="button" disabled>Disabled</button>
      <button class="icon-button" aria-label="Find">${icon('search')}</button>
      <input class="field" aria-label="Field" placeholder="A field" />
      <input class="field" aria-label="Wrong field" aria-invalid="true" value="Not right" />
      ${['', 'success', 'danger', 'warning', 'accent'].map((tone) => html`<span class="badge ${tone}">${tone || 'badge'}</span>`)}
      <div aria-label="Icons" role="group">${icons.map((name) => icon(name))}</div>
    `;
  }
}
define('story-controls', StoryControls);

export const Styles: StoryObj = { render: () => html`<story-controls></story-controls>` };

export const Notices: StoryObj = {
  render: () =>
    html`<div>
      ${(['neutral', 'success', 'warning', 'danger'] as const).map(
        (tone) => html`<ilm-notice icon="info" tone=${tone} heading="It happened">What it means, and what to do about it.</ilm-notice>`,
      )}
    </div>`,
};

export const Spinning: StoryObj = { render: () => html`<div><ilm-spinner label="Running your tests…"></ilm-spinner></div>` };

export const OpenDialog: StoryObj = {
  render: () =>
    html`<ilm-dialog heading="Delete notes.md?">It is removed from your workspace.<button slot="actions">Keep it</button></ilm-dialog>`,
  play: async ({ canvasElement }) => {
    const dialog = canvasElement.querySelector<Dialog>('ilm-dialog');
    const closed = fn();
    dialog?.addEventListener('close', closed);
    dialog?.show();
    await find(canvasElement, 'dialog[open]');
    dialog?.close();
    await until('its end', () => closed.mock.calls.length === 1);
    dialog?.show();
    await says(canvasElement, 'It is removed from your workspace.');
  },
};

export const OpenMenu: StoryObj = {
  render: () =>
    html`<ilm-menu
      label="notes.md"
      .items=${[
        { label: 'Open', icon: 'file', keys: 'Enter', run: fn() },
        { label: 'Rename…', icon: 'edit', keys: 'F2', disabled: true, run: fn() },
        { label: 'Delete…', icon: 'trash', keys: 'Delete', danger: true, run: fn() },
      ]}
    ></ilm-menu>`,
  play: async ({ canvasElement }) => {
    await canvasElement.querySelector<Menu>('ilm-menu')?.showAt(24, 24);
    await find(canvasElement, '[role=menuitem]');
    await userEvent.keyboard('{ArrowDown}');
    await until('the next that can be chosen', () => findAll(canvasElement, '[role=menuitem]:focus')[0]?.textContent.includes('Delete'));
  },
};

export const Split: StoryObj = {
  parameters: { stage: { width: '640px', height: '240px' } },
  render: () =>
    html`<ilm-split label="Left and right"
      ><p slot="start">The start pane</p>
      <p slot="end">The end pane</p></ilm-split
    >`,
  play: async ({ canvasElement }) => {
    const split = canvasElement.querySelector<SplitPane>('ilm-split');
    const line = await find(canvasElement, '[role=separator]');
    line.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect(split?.size).toBeCloseTo(0.54);
    await userEvent.keyboard('{Home}');
    await expect(line).toHaveAttribute('aria-valuenow', '10');
  },
};
