import { html } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { BaseElement, buttonStyles, define, fieldStyles, msg, str } from '@interviewlm/ui';
import type { Dialog } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import { pathProblem } from '@interviewlm/protocol';
import { nameProblem } from '../state/words.js';
import { canMoveInto, inFolder, nameOf } from './tree.js';

/** The folder that was chosen for a file. */
export class MoveChosenEvent extends Event {
  constructor(
    readonly from: string,
    readonly to: string,
  ) {
    super('move-chosen');
  }
}

/**
 * `<ilm-move-file>`: asks for the folder that a file or folder goes into; what dragging does, by keyboard. A folder that doesn't exist
 * yet is made by moving something into it.
 */
export class MoveDialog extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, fieldStyles];

  @property({ attribute: false }) folders: readonly string[] = [];
  @state() private path = '';
  @state() private folder = '';
  @state() private problem = '';
  @query('ilm-dialog') private dialog!: Dialog;

  async ask(path: string): Promise<void> {
    this.path = path;
    this.folder = '';
    this.problem = '';
    await this.updateComplete;
    this.dialog.show();
  }

  override render() {
    const fitting = this.folders.filter((folder) => folder !== '' && canMoveInto(this.path, folder));
    return html`<ilm-dialog heading=${msg(str`Move ${nameOf(this.path)}`)}>
      <label>
        ${msg('Into the folder (leave empty for the top)')}
        <input
          class="field"
          list="folders"
          .value=${this.folder}
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          aria-invalid=${this.problem !== ''}
          aria-describedby="problem"
          @input=${(event: Event) => (this.folder = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.move()}
        />
      </label>
      <datalist id="folders">${fitting.map((folder) => html`<option value=${folder}></option>`)}</datalist>
      <p id="problem" role="alert">${this.problem}</p>
      <div slot="actions">
        <button class="button" @click=${() => this.dialog.close()}>${msg('Leave it there')}</button>
        <button class="button primary" @click=${() => this.move()}>${msg('Move')}</button>
      </div>
    </ilm-dialog>`;
  }

  private move(): void {
    const folder = this.folder.trim().replace(/^\/+|\/+$/g, '');
    const to = inFolder(folder, nameOf(this.path));
    this.problem = pathProblem(to) !== null ? nameProblem(to) : canMoveInto(this.path, folder) ? '' : msg('It can’t be moved there.');
    if (this.problem !== '') return;
    this.dialog.close();
    this.dispatchEvent(new MoveChosenEvent(this.path, to));
  }
}

define('ilm-move-file', MoveDialog);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-move-file': MoveDialog;
  }
}
