import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '@interviewlm/ui';
import type { Phase } from '../state/session.js';
import type { Workspace } from '../state/workspace.js';

export interface CoverActions {
  readonly resume: () => void;
  readonly submit: () => void;
  readonly retry: () => void;
}

/** What stands over the workspace while it can't be worked on; null while it can. */
export function coverOf({ session, connection }: Workspace, problem: string, actions: CoverActions): TemplateResult | null {
  const note = problem ? html`<p role="alert">${problem}</p>` : nothing;
  switch (session.phase) {
    case 'active':
      return null;
    case 'loading':
      return loading(connection.state === 'online' ? 'Opening your interview…' : 'The server can’t be reached. Trying again…');
    case 'submitting':
      return loading('Submitting: your answer is tested and stored…');
    case 'paused': {
      const mayResume = session.interview?.accommodations.pause_allowed;
      return html`<ilm-notice icon="pause" heading="The interview is paused">
        The clock stands still and everything is saved. ${mayResume ? '' : 'Whoever invited you can resume it.'} ${note}
        ${mayResume ? html`<button slot="actions" class="button primary" @click=${actions.resume}>${icon('play')}Resume</button>` : nothing}
      </ilm-notice>`;
    }
    case 'expired':
      return html`<ilm-notice icon="clock" tone="warning" heading="The time is over">
        Everything you wrote is saved.
        ${session.interview?.started_at ? 'Submit it to finish.' : 'This interview was not begun in time. Ask whoever invited you for a new one.'}
        ${note}
        ${
          session.interview?.started_at
            ? html`<button slot="actions" class="button primary" @click=${actions.submit}>${icon('flag')}Submit</button>`
            : nothing
        }
      </ilm-notice>`;
    case 'submitted':
      return submitted(session.interview?.redirect_url ?? null);
    case 'error':
      return html`<ilm-notice icon="error" tone="danger" heading="This interview can’t be opened">
        ${session.problem ?? 'It is no longer available.'}
        <button slot="actions" class="button" @click=${actions.retry}>${icon('retry')}Try again</button>
      </ilm-notice>`;
  }
}

/** What a screen reader is told when the state changes: a cover that appears says nothing by itself. */
export function spokenState({ session, connection }: Workspace): string {
  const { phase } = session;
  if (phase === 'active') return connection.state === 'online' ? '' : 'The connection is lost. Your work is kept.';
  return phaseWords[phase];
}

const phaseWords: Record<Exclude<Phase, 'active'>, string> = {
  loading: '',
  paused: 'The interview is paused. The clock stands still.',
  submitting: 'Your answer is being submitted.',
  submitted: 'Your interview is submitted.',
  expired: 'The time is over. Everything you wrote is saved.',
  error: 'This interview can’t be opened.',
};

export const elsewhere = (takeOver: () => void) =>
  html`<ilm-notice icon="copy" tone="warning" heading="This interview is open in another tab">
    It can be worked on in one tab at a time, so that nothing is overwritten.
    <button slot="actions" class="button primary" @click=${takeOver}>Use it here</button>
  </ilm-notice>`;

export const loading = (label: string) => html`<div class="center"><ilm-spinner label=${label}></ilm-spinner></div>`;

function submitted(redirect: string | null) {
  // The server only takes http and https; a page must not trust that.
  const next = redirect !== null && /^https?:\/\//i.test(redirect) ? redirect : null;
  return html`<ilm-notice icon="check" tone="success" heading="Your interview is submitted">
    Thank you. Your answer and how you got there are stored, and whoever invited you can see them. You can close this page.
    ${next ? html`<a slot="actions" class="button primary" href=${next} rel="noopener">Continue</a>` : nothing}
  </ilm-notice>`;
}
