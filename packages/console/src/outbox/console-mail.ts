import type { MailWithContent } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.js';
import { fact } from '../parts/fact.js';
import { Loading } from '../parts/loading.js';
import { Section } from '../parts/section.js';
import { kindWords, stateBadge } from './words.js';

/** `<console-mail>`: one e-mail, and what it says where it was kept. It is shown as plain text: nothing of it runs here. */
export class ConsoleMail extends Section {
  readonly heading = 'E-mail';
  private readonly mail = new Loading<MailWithContent>(
    this,
    (signal) => api.call('getMail', { params: { mail: this.item }, signal }),
    'the e-mail',
  );

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">E-mail</h1>
        <a class="button quiet" href="/console/outbox">All e-mails</a>
      </div>
      ${this.mail.render((mail) => body(mail))}
    `;
  }
}

const body = (mail: MailWithContent): TemplateResult =>
  html`<section class="card" aria-labelledby="subject">
    <h2 id="subject" dir="auto">${mail.subject ?? kindWords[mail.kind]}</h2>
    <dl>
      ${fact('To', mail.to)} ${fact('State', stateBadge(mail))} ${mail.error === null ? nothing : fact('Reason', mail.error)}
      ${mail.next_attempt_at === null ? nothing : fact('Next try', dateText(mail.next_attempt_at, 'short'))}
      ${mail.sent_at === null ? nothing : fact('Sent', dateText(mail.sent_at, 'short'))}
      ${fact('Interview', html`<a href="/console/interviews/${mail.interview}">${mail.interview}</a>`)}
    </dl>
    ${
      mail.content === null
        ? html`<p class="hint">Its text is only kept where there is no mail server, and shown to keys that may change interviews.</p>`
        : html`<pre dir="auto" style="white-space: pre-wrap; overflow-wrap: anywhere">${mail.content.text}</pre>`
    }
  </section>`;

define('console-mail', ConsoleMail);

declare global {
  interface HTMLElementTagNameMap {
    'console-mail': ConsoleMail;
  }
}
