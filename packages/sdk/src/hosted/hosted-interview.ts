import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ConnectionError, createClient, openOpenings } from '@interviewlm/client';
import { BaseElement, define } from '@interviewlm/ui';
import { inviteTokens } from '../invite.js';
import type { FetchToken } from '@interviewlm/client';
import { linkCode } from './code.js';
import { pageStyles } from './page-styles.js';
import { message, missingCode, problemMessage } from './message.js';
import type { Briefing } from './start-screen.js';

/** What the page shows: arrows loading → content (the start screen) → workspace; loading → workspace after a reload; any → content. */
type View =
  | { readonly name: 'loading' }
  | { readonly name: 'workspace'; readonly element: HTMLElement }
  | { readonly name: 'content'; readonly content: TemplateResult };

/** The candidate's page: says what will happen and what is recorded, begins on a click, and continues after a reload. */
export class HostedInterview extends BaseElement {
  static override styles = [BaseElement.styles, pageStyles];

  @property() interview = '';
  @state() private view: View = { name: 'loading' };
  private fetchToken: FetchToken = () => Promise.reject(new Error('The page is not open yet.'));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open();
  }

  override render(): TemplateResult {
    switch (this.view.name) {
      case 'loading':
        return html`<main class="middle" aria-busy="true"><p class="muted">Opening your interview …</p></main>`;
      case 'workspace':
        return html`<div class="whole">${this.view.element}</div>`;
      case 'content':
        return this.view.content;
    }
  }

  private readonly open = async (): Promise<void> => {
    const code = linkCode(this.interview);
    if (!code) {
      this.say(missingCode());
      return;
    }
    this.view = { name: 'loading' };
    this.fetchToken = inviteTokens(location.origin, this.interview, code);
    try {
      const client = createClient({ baseUrl: location.origin, fetchToken: this.fetchToken });
      const briefing = await client.call('getInterview', { params: { id: this.interview } });
      document.title = briefing.assessment.title;
      await this.show(briefing);
    } catch (error) {
      if (await this.isKept(error)) await this.begin();
      else this.say(problemMessage(error, this.open));
    }
  };

  /** Begun on this machine, and only the server is away: the workspace opens from its copy. */
  private async isKept(error: unknown): Promise<boolean> {
    if (!(error instanceof ConnectionError)) return false;
    const openings = await openOpenings();
    return (await openings.get(this.interview).catch(() => null)) !== null;
  }

  private async show(briefing: Briefing): Promise<void> {
    if (briefing.status === 'created') await this.welcome(briefing);
    else if (briefing.status === 'started' || briefing.status === 'paused') await this.begin();
    else this.say(finished(briefing));
  }

  /** Whoever comes back to an interview that has begun never needs it. */
  private async welcome(briefing: Briefing): Promise<void> {
    const { startScreen } = await import('./start-screen.js');
    this.say(startScreen(briefing, this.begin));
  }

  private readonly begin = async (): Promise<void> => {
    try {
      await import('@interviewlm/workspace/interview-workspace.js');
      const { interview, fetchToken } = this;
      const element = Object.assign(document.createElement('interview-workspace'), { baseUrl: location.origin, interview, fetchToken });
      // The button that had the focus is gone; this page is the interview's own, so the editor takes it.
      element.addEventListener('interview-ready', () => element.focus(), { once: true });
      this.view = { name: 'workspace', element };
    } catch {
      this.say(problemMessage(new ConnectionError('The editor could not be loaded.'), this.open));
    }
  };

  private say(content: TemplateResult): void {
    this.view = { name: 'content', content };
  }
}

function finished({ status, redirect_url }: Briefing): TemplateResult {
  if (status === 'expired' || status === 'erased') {
    return message('This interview is closed', html`Its time has passed. If you think that is a mistake, write to whoever invited you.`);
  }
  const back =
    redirect_url && /^https?:/.test(redirect_url) ? html`<a class="button primary" href=${redirect_url}>Continue</a>` : undefined;
  return message('Your answer is in', html`It was submitted and can’t be changed any more. You can close this page.`, back);
}

define('hosted-interview', HostedInterview);

declare global {
  interface HTMLElementTagNameMap {
    'hosted-interview': HostedInterview;
  }
}
