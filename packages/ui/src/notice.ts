import { css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { BaseElement, define } from './base-element.js';
import { icon, iconStyles } from './icons.js';
import type { IconName } from './icons.js';

/**
 * An empty, finished or failed state in plain words.
 * @slot - one or two sentences that say what happened and what to do
 * @slot actions - buttons
 */
export class Notice extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    iconStyles,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--_space-2);
        padding: var(--_space-5) var(--_space-4);
        text-align: center;
        color: var(--_muted);
        font-size: var(--_size-s);
      }
      .mark {
        display: grid;
        place-items: center;
        width: 36px;
        height: 36px;
        border-radius: 50%;
        background: var(--_active);
        color: var(--_muted);
      }
      .mark.danger {
        background: var(--_danger-soft);
        color: var(--_danger);
      }
      .mark.success {
        background: var(--_success-soft);
        color: var(--_success);
      }
      .mark.warning {
        background: var(--_warning-soft);
        color: var(--_warning);
      }
      h2 {
        font: 600 var(--_size-l) / 1.3 var(--_font);
        color: var(--_text);
      }
      .text {
        max-width: 46ch;
        text-wrap: pretty;
      }
      ::slotted([slot='actions']) {
        margin-top: var(--_space-2);
      }
    `,
  ];

  @property() heading = '';
  @property() icon?: IconName;
  /** The colour of the mark: what kind of state this is. */
  @property() tone: 'neutral' | 'danger' | 'success' | 'warning' = 'neutral';

  override render() {
    return html`
      ${this.icon ? html`<span class="mark ${this.tone}">${icon(this.icon)}</span>` : nothing}
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      <div class="text"><slot></slot></div>
      <slot name="actions"></slot>
    `;
  }
}

define('ilm-notice', Notice);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-notice': Notice;
  }
}
