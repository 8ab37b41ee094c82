import { BaseElement, buttonStyles, define, icon } from '@interviewlm/ui';
import { css, html } from 'lit';
import { property, state } from 'lit/decorators.js';

/** `<console-secret>`: a link, a key or a secret that is shown once, with a button that copies it. */
export class ConsoleSecret extends BaseElement {
  static override styles = [
    BaseElement.styles,
    buttonStyles,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--_space-2);
      }
      .label {
        flex-basis: 100%;
        font: 500 var(--_size-s) / 1.4 var(--_font);
      }
      code {
        flex: 1 1 240px;
        min-width: 0;
        padding: 6px var(--_space-2);
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_sunken);
        font: 400 var(--_size-s) / 1.5 var(--_mono);
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  @property() label = '';
  @property() value = '';
  @state() private said = '';

  override render() {
    return html`<div class="line">
      <span class="label" id="label">${this.label}</span>
      <code aria-labelledby="label" role="textbox" aria-readonly="true" tabindex="0">${this.value}</code>
      <button class="button" aria-label="Copy: ${this.label}" @click=${this.copy}>
        ${icon(this.said === 'Copied' ? 'check' : 'copy')} Copy
      </button>
      <span role="status" class=${this.said === 'Copied' ? 'sr-only' : ''}>${this.said}</span>
    </div>`;
  }

  private readonly copy = async (): Promise<void> => {
    this.said = '';
    this.said = await navigator.clipboard.writeText(this.value).then(
      () => 'Copied',
      () => 'This page may not copy. Select the text and copy it yourself.',
    );
  };
}

define('console-secret', ConsoleSecret);

declare global {
  interface HTMLElementTagNameMap {
    'console-secret': ConsoleSecret;
  }
}
