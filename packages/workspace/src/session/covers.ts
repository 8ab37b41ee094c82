import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon, msg } from '@interviewlm/ui';
import type { Phase } from '../state/session.js';
import type { Workspace } from '../state/workspace.js';
import { loading } from './first-covers.js';
import './self-identification.js';

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
      return loading(connection.state === 'online' ? msg('Opening your interview…') : msg('The server can’t be reached. Trying again…'));
    case 'submitting':
      return loading(msg('Submitting: your answer is tested and stored…'));
    case 'paused': {
      const mayResume = session.interview?.accommodations.pause_allowed;
      return html`<ilm-notice icon="pause" heading=${msg('The interview is paused')}>
        ${msg('The clock stands still and everything is saved.')} ${mayResume ? '' : msg('Whoever invited you can resume it.')} ${note}
        ${mayResume ? html`<button slot="actions" class="button primary" @click=${actions.resume}>${icon('play')}${msg('Resume')}</button>` : nothing}
      </ilm-notice>`;
    }
    case 'expired':
      return html`<ilm-notice icon="clock" tone="warning" heading=${msg('The time is over')}>
        ${
          session.interview?.started_at
            ? html`${msg('Everything you wrote is saved.')} ${msg('Submit it to finish.')}`
            : msg('This interview was not begun in time. Ask whoever invited you for a new one.')
        }
        ${note}
        ${
          session.interview?.started_at
            ? html`<button slot="actions" class="button primary" @click=${actions.submit}>${icon('flag')}${msg('Submit')}</button>`
            : nothing
        }
      </ilm-notice>`;
    case 'submitted':
      return html`${submitted(session.interview?.redirect_url ?? null)}
      ${session.interview?.self_identification ? html`<interview-self-identification></interview-self-identification>` : nothing}`;
    case 'error':
      return html`<ilm-notice icon="error" tone="danger" heading=${msg('This interview can’t be opened')}>
        ${session.problem ?? msg('It is no longer available.')}
        <button slot="actions" class="button" @click=${actions.retry}>${icon('retry')}${msg('Try again')}</button>
      </ilm-notice>`;
  }
}

/** What a screen reader is told when the state changes: a cover that appears says nothing by itself. */
export function spokenState({ session, connection }: Workspace): string {
  const { phase } = session;
  if (phase === 'active') return connection.state === 'online' ? '' : msg('The connection is lost. Your work is kept.');
  return phaseWords()[phase];
}

const phaseWords = (): Record<Exclude<Phase, 'active'>, string> => ({
  loading: '',
  paused: msg('The interview is paused. The clock stands still.'),
  submitting: msg('Your answer is being submitted.'),
  submitted: msg('Your interview is submitted.'),
  expired: msg('The time is over. Everything you wrote is saved.'),
  error: msg('This interview can’t be opened.'),
});

function submitted(redirect: string | null) {
  // The server only takes http and https; a page must not trust that.
  const next = redirect !== null && /^https?:\/\//i.test(redirect) ? redirect : null;
  return html`<ilm-notice icon="check" tone="success" heading=${msg('Your interview is submitted')}>
    ${msg('Thank you. Your answer and how you got there are stored, and whoever invited you can see them. You can close this page.')}
    ${next ? html`<a slot="actions" class="button primary" href=${next} rel="noopener">${msg('Continue')}</a>` : nothing}
  </ilm-notice>`;
}
