import type { Assessment, ConsoleSession, Interview, MailLocale } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf, ticked } from '../parts/form.js';
import { languageOptions } from '../parts/languages.js';
import '../parts/secret.js';
import { sectionStyles } from '../parts/styles.js';

/**
 * `<console-invite>`: makes an interview for a candidate and shows its links, which nobody can show again.
 * @fires invited - There is a new interview.
 * @fires close - It was put away.
 */
export class ConsoleInvite extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property({ attribute: false }) assessments: readonly Assessment[] = [];
  @property({ attribute: false }) session!: ConsoleSession;
  @state() private made: Interview | null = null;
  @state() private mailing = false;
  private readonly deed = new Deed(this);

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('select, input')?.focus();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="heading">${this.made ? this.renderMade(this.made) : this.renderForm()}</section>`;
  }

  private renderForm(): TemplateResult {
    return html`<h2 id="heading">Invite a candidate</h2>
      ${this.session.mode === 'test' ? html`<p class="hint">This is the test world: an interview to try things out.</p>` : nothing}
      <form @submit=${this.submit}>
        <div class="fields">
          <label>
            Assessment
            <select class="field" name="assessment" required>
              ${this.assessments.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
            </select>
          </label>
          <label>Name <input class="field" name="name" required maxlength="200" autocomplete="off" /></label>
          <label>E-mail <input class="field" name="email" type="email" required maxlength="320" autocomplete="off" /></label>
          <label>
            Time
            <select class="field" name="time_multiplier">
              <option value="1">As the assessment says</option>
              <option value="1.25">A quarter more</option>
              <option value="1.5">Half as much more</option>
              <option value="2">Twice as long</option>
            </select>
          </label>
        </div>
        <label class="check"><input type="checkbox" name="pause_allowed" /> The candidate may pause the clock</label>
        <label class="check">
          <input type="checkbox" name="invitation" .checked=${this.mailing} @change=${() => (this.mailing = !this.mailing)} />
          Send the candidate’s link by e-mail
        </label>
        ${
          this.mailing
            ? html`<div class="fields">
                  <label
                    >Language of the e-mail
                    <select class="field" name="locale">
                      ${languageOptions()}
                    </select></label
                  >
                </div>
                <label>
                  In your own words, as part of the e-mail (optional)
                  <textarea class="field" name="message" maxlength="2000" dir="auto"></textarea>
                </label>`
            : nothing
        }
        ${this.deed.render()}
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy || this.assessments.length === 0}>Make the invitation</button>
          <button type="button" class="button quiet" @click=${this.close}>Cancel</button>
        </div>
      </form>`;
  }

  private renderMade({ id, candidate, links }: Interview): TemplateResult {
    return html`<h2 id="heading" tabindex="-1">Invitation for <span dir="auto">${candidate.name}</span></h2>
      <p class="lead">Send the first link to the candidate. Both are shown this once: whoever has a link can open it.</p>
      <form @submit=${this.another}>
        ${links ? html`<console-secret label="The candidate’s link" .value=${links.candidate}></console-secret>` : nothing}
        ${links?.replay ? html`<console-secret label="The reviewer’s link, to the replay" .value=${links.replay}></console-secret>` : nothing}
        <div class="row">
          <button class="button">Invite another</button>
          <a class="button quiet" href="/console/interviews/${id}">Open the interview</a>
          <button type="button" class="button quiet" @click=${this.close}>Done</button>
        </div>
      </form>`;
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const { assessment = '', name = '', email = '', time_multiplier = '1', locale = 'en', message = '' } = textsOf(form);
    const accommodations = { time_multiplier: Number(time_multiplier), pause_allowed: ticked(form, 'pause_allowed').length > 0 };
    const invitation = this.mailing ? { invitation: { locale: locale as MailLocale, message } } : {};
    const body = { assessment, candidate: { name, email }, accommodations, ...invitation };
    this.made = await this.deed.run(() => api.call('createInterview', { body }));
    if (!this.made) return;
    this.dispatchEvent(new Event('invited'));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  };

  private readonly another = (event: Event): void => {
    event.preventDefault();
    this.made = null;
    void this.updateComplete.then(() => this.firstUpdated());
  };

  private readonly close = (): void => {
    this.dispatchEvent(new Event('close'));
  };
}

define('console-invite', ConsoleInvite);

declare global {
  interface HTMLElementTagNameMap {
    'console-invite': ConsoleInvite;
  }
}
