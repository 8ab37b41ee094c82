import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { BaseElement, define } from './base-element.js';

/**
 * A modal dialog on the platform's own: focus stays inside, Escape closes, focus returns to where it was.
 * @slot - the text
 * @slot actions - buttons, the safe one first
 * @fires close - it was closed, by whichever way
 */
export class Dialog extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        display: contents;
      }
      dialog {
        width: min(440px, calc(100vw - 32px));
        padding: 0;
        border: 1px solid var(--_border);
        border-radius: var(--_radius-l);
        background: var(--_surface);
        color: var(--_text);
        box-shadow: var(--_lift);
        font: 400 var(--_size-m) / var(--_line) var(--_font);
      }
      dialog::backdrop {
        background: #0a0f1a80;
      }
      .body {
        display: grid;
        gap: var(--_space-3);
        padding: var(--_space-5);
      }
      h2 {
        font: 600 var(--_size-l) / 1.3 var(--_font);
      }
      .text {
        color: var(--_muted);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--_space-2);
        margin-top: var(--_space-2);
      }
      .actions ::slotted(*) {
        display: flex;
        gap: var(--_space-2);
      }
    `,
  ];

  @property() heading = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement | null;

  get open(): boolean {
    return this.dialog?.open ?? false;
  }

  show(): void {
    if (this.dialog && !this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog?.close();
  }

  override render() {
    return html`
      <dialog aria-labelledby="heading" @close=${() => this.dispatchEvent(new Event('close'))}>
        <div class="body">
          <h2 id="heading">${this.heading}</h2>
          <div class="text"><slot></slot></div>
          <div class="actions"><slot name="actions"></slot></div>
        </div>
      </dialog>
    `;
  }
}

define('ilm-dialog', Dialog);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-dialog': Dialog;
  }
}
