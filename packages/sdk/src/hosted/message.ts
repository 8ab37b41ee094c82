import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ProblemError } from '@interviewlm/client';
import { msg } from '@interviewlm/ui';

/** A page that only says something, with at most one thing to do about it. */
export function message(title: string, text: unknown, action?: TemplateResult): TemplateResult {
  return html`<main class="middle">
    <div class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      ${action ? html`<p class="actions">${action}</p>` : nothing}
    </div>
  </main>`;
}

export const missingCode = (): TemplateResult =>
  message(
    msg('This link is not complete'),
    msg('Its last part, after the “#”, is missing: that is the key to it. Copy the whole link from the message you got and open it again.'),
  );

/** What a failed opening means to the visitor, and a way to try again where that can help. */
export function problemMessage(error: unknown, retry: () => Promise<void>): TemplateResult {
  const status = error instanceof ProblemError ? error.status : 0;
  if (status === 401 || status === 403 || status === 404 || status === 410) {
    return message(
      msg('This link is no longer good'),
      msg('It has expired, was withdrawn or was copied with a letter missing. Ask whoever sent it for a new one.'),
    );
  }
  const text = error instanceof ProblemError ? error.message : msg('The service can’t be reached. Check your connection.');
  return message(msg('That didn’t work'), text, html`<button class="button primary" @click=${retry}>${msg('Try again')}</button>`);
}
