import type { Mail, MailState } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';
import { kindWords, stateBadge, stateWords } from './words.js';

/** `<console-outbox>`: the e-mails that are owed, were sent, or are kept here for want of a mail server. */
export class ConsoleOutbox extends Section {
  readonly heading = 'Outbox';
  @state() private wanted: MailState | '' = '';
  private readonly list = new Paged<Mail>(
    this,
    (cursor, signal) =>
      api.call('listMail', { query: { ...(this.wanted && { state: this.wanted }), ...(cursor !== undefined && { cursor }) }, signal }),
    'the e-mails',
  );

  override render(): TemplateResult {
    return html`
      <div class="head"><h1 tabindex="-1">Outbox</h1></div>
      <section class="card flush" aria-labelledby="mails">
        <h2 id="mails" class="titled">
          <span>E-mails</span>
          <select class="field" aria-label="Which e-mails" @change=${this.choose}>
            <option value="">All</option>
            ${Object.entries(stateWords).map(([name, [words]]) => html`<option value=${name}>${words}</option>`)}
          </select>
        </h2>
        ${this.list.render(
          (mails) => table(mails),
          () => html`<ilm-notice heading="No e-mails" icon="send">Invitations, reminders and results are listed here.</ilm-notice>`,
        )}
      </section>
    `;
  }

  private readonly choose = (event: Event): void => {
    this.wanted = (event.target as HTMLSelectElement).value as MailState | '';
    void this.list.reload();
  };
}

const table = (mails: readonly Mail[]): TemplateResult =>
  html`<div class="scroll" role="region" aria-label="E-mails" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">To</th>
          <th scope="col">State</th>
          <th scope="col" class="wide">Written</th>
        </tr>
      </thead>
      <tbody>
        ${mails.map(row)}
      </tbody>
    </table>
  </div>`;

const row = (mail: Mail): TemplateResult =>
  html`<tr>
    <th scope="row">
      <a href="/console/outbox/${mail.id}">${kindWords[mail.kind]} <span class="sr-only">to ${mail.to}</span></a>
      <span class="second" aria-hidden="true">${mail.to}</span>
    </th>
    <td>${stateBadge(mail)}${mail.error === null ? nothing : html`<span class="second">${mail.error}</span>`}</td>
    <td class="wide when">${dateText(mail.created_at, 'short')}</td>
  </tr>`;

define('console-outbox', ConsoleOutbox);

declare global {
  interface HTMLElementTagNameMap {
    'console-outbox': ConsoleOutbox;
  }
}
