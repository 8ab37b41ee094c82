import type { AiPolicy, Assessment, ConsoleSession } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf, ticked } from '../parts/form.js';
import { sectionStyles } from '../parts/styles.js';

/**
 * `<console-new-assessment>`: makes an assessment from the questions that other assessments ask, or from the whole bank.
 * @fires made - There is a new assessment.
 * @fires close - It was put away.
 */
export class ConsoleNewAssessment extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property({ attribute: false }) assessments: readonly Assessment[] = [];
  @property({ attribute: false }) session!: ConsoleSession;
  @state() private adaptive = false;
  private readonly deed = new Deed(this);

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">Make an assessment for the ${this.session.mode} world</h2>
      <form @submit=${this.submit}>
        <label>Title <input class="field" name="title" required maxlength="200" autocomplete="off" /></label>
        <label>What candidates read before they begin <textarea class="field" name="description" maxlength="4000"></textarea></label>
        <div class="fields">
          <label>Minutes <input class="field" name="minutes" type="number" required min="1" max="1440" value="60" /></label>
          <label>
            Assistant
            <select class="field" name="ai">
              <option value="pair">Works with the candidate</option>
              <option value="hints">Gives hints</option>
              <option value="off">None</option>
            </select>
          </label>
          <label>
            Who may begin
            <select class="field" name="access">
              <option value="invite">Whom you invite</option>
              <option value="open">Anyone, from your pages</option>
            </select>
          </label>
          <label>
            Days to keep its files at hand
            <input class="field" name="retention" type="number" min="1" max="3650" placeholder="as the server says" />
          </label>
        </div>
        ${this.renderQuestions()} ${this.deed.render()}
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Make the assessment</button>
          <button type="button" class="button quiet" @click=${() => this.dispatchEvent(new Event('close'))}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private renderQuestions(): TemplateResult {
    const questions = new Map(this.assessments.flatMap(({ questions: asked }) => asked.map((question) => [question.id, question])));
    return html`<fieldset>
      <legend>Questions</legend>
      <label class="check">
        <input type="checkbox" .checked=${this.adaptive} @change=${() => (this.adaptive = !this.adaptive)} /> Choose them from the whole
        bank, by the answers so far
      </label>
      ${
        this.adaptive
          ? nothing
          : html`<div class="checks">
              ${[...questions.values()].map(
                ({ id, title, runtime, difficulty }) =>
                  html`<label class="check">
                    <input type="checkbox" name="questions" value=${id} />
                    <span><span dir="auto">${title}</span> <span class="muted">${runtime}, ${difficulty} of 5</span></span>
                  </label>`,
              )}
            </div>`
      }
      <label class="check">
        <input type="checkbox" name="follow_ups" value="yes" />
        <span>Ask whoever solves one what builds on it, where the bank has such a question</span>
      </label>
    </fieldset>`;
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { title = '', description = '', minutes = '60', ai = 'pair', access, retention = '' } = textsOf(event.currentTarget);
    const questions = this.adaptive ? [] : ticked(event.currentTarget, 'questions');
    if (!this.adaptive && questions.length === 0) {
      this.deed.complain('Choose at least one question.');
      return;
    }
    const body = {
      title,
      description,
      duration_ms: Number(minutes) * 60_000,
      ai_policy: { mode: ai as AiPolicy['mode'] },
      access: access === 'open' ? ('open' as const) : ('invite' as const),
      adaptive: this.adaptive ? {} : null,
      follow_ups: ticked(event.currentTarget, 'follow_ups').length > 0,
      retention_days: retention ? Number(retention) : null,
      questions,
    };
    if (await this.deed.run(() => api.call('createAssessment', { body }))) this.dispatchEvent(new Event('made'));
  };
}

define('console-new-assessment', ConsoleNewAssessment);

declare global {
  interface HTMLElementTagNameMap {
    'console-new-assessment': ConsoleNewAssessment;
  }
}
