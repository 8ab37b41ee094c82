import '@interviewlm/ui/dialog.js';
import { BaseElement, buttonStyles, define, type Dialog } from '@interviewlm/ui';
import { html, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';

/**
 * `<console-confirm>`: asks before something that can't be taken back. What it says is between its tags.
 * @fires confirmed - The person said yes.
 */
export class ConsoleConfirm extends BaseElement {
  static override styles = [BaseElement.styles, ...buttonStyles];

  @property() heading = '';
  /** What the button does, in its words. */
  @property() action = '';
  @query('ilm-dialog') private readonly dialog!: Dialog;

  show(): void {
    this.dialog.show();
  }

  override render(): TemplateResult {
    return html`<ilm-dialog .heading=${this.heading}>
      <slot></slot>
      <div slot="actions">
        <button class="button" @click=${() => this.dialog.close()}>Cancel</button>
        <button class="button danger" @click=${this.confirm}>${this.action}</button>
      </div>
    </ilm-dialog>`;
  }

  private readonly confirm = (): void => {
    this.dialog.close();
    this.dispatchEvent(new Event('confirmed'));
  };
}

define('console-confirm', ConsoleConfirm);

declare global {
  interface HTMLElementTagNameMap {
    'console-confirm': ConsoleConfirm;
  }
}
