import { css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { BaseElement, define } from './base-element.js';

/** `<ilm-spinner label="Loading the editor">`: something is under way, of unknown length. The label is shown and announced. */
export class Spinner extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--_space-2);
        color: var(--_muted);
        font-size: var(--_size-s);
      }
      .ring {
        flex: none;
        width: 14px;
        height: 14px;
        border: 2px solid var(--_border);
        border-top-color: var(--_accent);
        border-radius: 50%;
        animation: turn 0.8s linear infinite;
      }
      @keyframes turn {
        to {
          transform: rotate(1turn);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .ring {
          animation-duration: 4s;
        }
      }
    `,
  ];

  @property() label = '';

  override render() {
    return html`<span class="ring" aria-hidden="true"></span><span role="status">${this.label}</span>`;
  }
}

define('ilm-spinner', Spinner);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-spinner': Spinner;
  }
}
