import type { Mail, MailKind, MailState } from '@interviewlm/protocol';
import { html, type TemplateResult } from 'lit';

export const kindWords: Readonly<Record<MailKind, string>> = { invitation: 'Invitation', reminder: 'Reminder', result: 'Result' };

export const stateWords: Readonly<Record<MailState, readonly [words: string, tone: string]>> = {
  pending: ['Pending', 'warning'],
  sent: ['Sent', 'success'],
  kept: ['Kept here', 'success'],
  failed: ['Failed', 'danger'],
  suppressed: ['Not sent', 'warning'],
};

export function stateBadge({ state }: Pick<Mail, 'state'>): TemplateResult {
  const [words, tone] = stateWords[state];
  return html`<span class="badge ${tone}">${words}</span>`;
}
