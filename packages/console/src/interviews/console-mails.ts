import type { AnswerOf, ConsoleSession, Interview, Mail, MailLocale } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { kindWords, stateBadge } from '../outbox/words.js';
import { Deed } from '../parts/deed.js';
import { textsOf } from '../parts/form.js';
import { languageName, languageOptions } from '../parts/languages.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';
import { may } from '../session.js';

/** `<console-mails>`: what was written to people about one interview, and the way to invite its candidate, or once more. */
export class ConsoleMails extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property({ attribute: false }) interview!: Interview;
  @property({ attribute: false }) session!: ConsoleSession;
  @state() private inviting = false;
  private readonly deed = new Deed(this);
  private readonly mails = new Loading<AnswerOf<'listMail'>>(
    this,
    (signal) => api.call('listMail', { query: { interview: this.interview.id, limit: 50 }, signal }),
    'the e-mails',
  );

  /** The server says no as well: only who hasn't begun is invited. */
  private get mayInvite(): boolean {
    const { status, candidate } = this.interview;
    return status === 'created' && candidate.email !== null && may(this.session, 'interviews:write');
  }

  override render(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="mails">
      <h2 id="mails" class="titled">
        <span>E-mails</span>
        ${
          this.mayInvite && !this.inviting && this.mails.value
            ? html`<button class="button" @click=${this.open}>${this.last ? 'Send the invitation again' : 'Send an invitation'}</button>`
            : nothing
        }
      </h2>
      ${this.deed.render()} ${this.inviting ? this.renderForm() : nothing}
      ${this.mails.render(({ data }) =>
        data.length === 0 ? html`<ilm-notice icon="send">No e-mail was written about this interview.</ilm-notice>` : table(data),
      )}
    </section>`;
  }

  /** The newest invitation. */
  private get last(): Mail | undefined {
    return this.mails.value?.data.find(({ kind }) => kind === 'invitation');
  }

  private renderForm(): TemplateResult {
    return html`<form class="inset" @submit=${this.submit} aria-label="Invitation">
      <div class="fields">
        <label
          >Language
          <select class="field" name="locale">
            ${languageOptions(this.last?.locale)}
          </select></label
        >
      </div>
      <label>
        In your own words, as part of the e-mail (optional)
        <textarea class="field" name="message" maxlength="2000" dir="auto"></textarea>
      </label>
      <p class="hint">
        To ${this.interview.candidate.email}. Nobody gets more than five invitations to an interview at once, and then one an hour.
      </p>
      <div class="row">
        <button class="button primary" ?disabled=${this.deed.busy}>Send</button>
        <button type="button" class="button quiet" @click=${this.close}>Cancel</button>
      </div>
    </form>`;
  }

  private readonly open = (): void => {
    this.inviting = true;
    this.deed.clear();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('form select')?.focus());
  };

  private readonly close = (): void => {
    this.inviting = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h2 button')?.focus());
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { locale = 'en', message = '' } = textsOf(event.currentTarget);
    const params = { id: this.interview.id };
    const body = { locale: locale as MailLocale, message };
    const owed = await this.deed.run(() => api.call('sendInvitation', { params, body }), 'The invitation is on its way.');
    if (!owed) return;
    this.close();
    await this.mails.reload();
  };
}

const table = (mails: readonly Mail[]): TemplateResult =>
  html`<div class="scroll" role="region" aria-label="E-mails" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">State</th>
          <th scope="col" class="wide">Language</th>
          <th scope="col" class="wide">When</th>
        </tr>
      </thead>
      <tbody>
        ${mails.map(
          (mail) =>
            html`<tr>
              <th scope="row">
                <a href="/console/outbox/${mail.id}">${kindWords[mail.kind]}</a>
                <span class="second">${mail.to}</span>
              </th>
              <td>${stateBadge(mail)}${mail.error === null ? nothing : html`<span class="second">${mail.error}</span>`}</td>
              <td class="wide">${languageName(mail.locale)}</td>
              <td class="wide when">${when(mail)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

function when({ state, sent_at, next_attempt_at, created_at }: Mail): string {
  if (sent_at) return `Sent ${dateText(sent_at, 'short')}`;
  if (state === 'pending' && next_attempt_at) return `Due ${dateText(next_attempt_at, 'short')}`;
  return state === 'pending' ? 'With the report' : dateText(created_at, 'short');
}

define('console-mails', ConsoleMails);

declare global {
  interface HTMLElementTagNameMap {
    'console-mails': ConsoleMails;
  }
}
