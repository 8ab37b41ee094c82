import { css, html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { SubmitReceipt } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, icon, msg, plural, str } from '@interviewlm/ui';
import type { Dialog } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import { Part } from '../part.js';
import { clockText } from '../question/timer.js';
import { inWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';

/** `<interview-submit>`: asks once more before submitting, with what is being submitted. */
export class InterviewSubmit extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px var(--_space-4);
        margin: var(--_space-3) 0 0;
        padding: var(--_space-3);
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_raised);
        color: var(--_text);
        font-size: var(--_size-s);
      }
      dt {
        color: var(--_muted);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      .warn {
        color: var(--_danger);
      }
      dl + .warn {
        margin: var(--_space-3) 0 0;
      }
    `,
  ];

  @state() private problem = '';
  @query('ilm-dialog') private dialog!: Dialog;
  private settle: ((receipt: SubmitReceipt | null) => void) | undefined;

  protected override observes({ tests, files, questions, session }: Workspace) {
    return [tests, files, questions, session];
  }

  /** Resolves with the receipt, or null when the candidate decides to go on. */
  ask(): Promise<SubmitReceipt | null> {
    this.settle?.(null);
    this.problem = '';
    this.dialog.show();
    return new Promise((resolve) => (this.settle = resolve));
  }

  override render() {
    return html`<ilm-dialog heading=${msg('Submit your interview?')} @close=${() => this.finish(null)}>
      ${msg('You can submit once. Afterwards nothing can be changed.')} ${this.workspace ? this.renderSummary(this.workspace) : nothing}
      ${this.problem ? html`<p class="warn" role="alert">${this.problem}</p>` : nothing}
      <div slot="actions">
        <button class="button" @click=${() => this.dialog.close()}>${msg('Keep working')}</button>
        <button class="button primary" @click=${() => void this.submit()}>${icon('flag')}${msg('Submit')}</button>
      </div>
    </ilm-dialog>`;
  }

  private renderSummary({ tests, files, questions, clock }: Workspace) {
    const { result } = tests;
    const progress = questions.current?.progress;
    const left = progress ? progress.total - progress.index - 1 : 0;
    const unsaved = files.unsaved.length;
    return html`<dl>
      ${
        progress && progress.total > 1
          ? html`<dt>${msg('Question')}</dt>
              <dd>
                ${msg(str`${progress.index + 1} of ${progress.total}`)}
                ${left > 0 ? html`<span class="warn">${plural(left, str`(${left} not reached)`, str`(${left} not reached)`)}</span>` : nothing}
              </dd>`
          : nothing
      }
      <dt>${msg('Tests')}</dt>
      <dd>${result ? msg(str`${result.passed} of ${result.total} passed in the last run`) : msg('Not run on this page')}</dd>
      <dt>${msg('Files')}</dt>
      <dd>
        ${unsaved === 0 ? msg('All saved') : html`<span class="warn">${plural(unsaved, str`${unsaved} not saved yet`, str`${unsaved} not saved yet`)}</span>`}
      </dd>
      <dt>${msg('Time left')}</dt>
      <dd>${clockText(clock.remaining())}</dd>
    </dl>`;
  }

  private async submit(): Promise<void> {
    const { workspace } = this;
    if (!workspace) return;
    this.problem = '';
    try {
      await workspace.files.saveAll();
      if (workspace.files.unsaved.length > 0) {
        this.problem = msg('Not everything is saved yet. Check the files that are marked, or wait until the connection is back.');
        return;
      }
      const settle = this.settle;
      this.settle = undefined;
      this.dialog.close();
      settle?.(await workspace.session.submit());
    } catch (error) {
      this.problem = inWords(error);
      if (workspace.session.phase === 'active') this.dialog.show();
    }
  }

  private finish(receipt: SubmitReceipt | null): void {
    this.settle?.(receipt);
    this.settle = undefined;
  }
}

define('interview-submit', InterviewSubmit);

declare global {
  interface HTMLElementTagNameMap {
    'interview-submit': InterviewSubmit;
  }
}
