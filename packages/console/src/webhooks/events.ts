import type { WebhookEndpoint, WebhookEventType } from '@interviewlm/protocol';
import { html, type TemplateResult } from 'lit';

/** What an endpoint can listen to, in words. */
export const eventWords: Readonly<Record<WebhookEventType, string>> = {
  'interview.created': 'An interview was made',
  'interview.started': 'A candidate began',
  'interview.paused': 'The clock was paused',
  'interview.resumed': 'The clock runs again',
  'interview.submitted': 'The answer is in',
  'interview.scored': 'The report is ready',
  'interview.archived': 'The recording is archived',
  'interview.erased': 'An interview was erased',
  'report.overridden': 'A person changed a score',
};

const reasons = { manual: 'Switched off', gone: 'Off: it answered 410 Gone', failing: 'Off: nothing arrived for 5 days' };

export function endpointState({ enabled, disabled_reason, failing_since }: WebhookEndpoint): TemplateResult {
  if (!enabled) return html`<span class="badge danger">${reasons[disabled_reason ?? 'manual']}</span>`;
  return failing_since ? html`<span class="badge warning">Failing</span>` : html`<span class="badge success">On</span>`;
}
