import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ConnectionError, createClient } from '@interviewlm/client';
import { BaseElement, define, msg } from '@interviewlm/ui';
import { inviteTokens } from '../invite.js';
import type { Client, FetchToken } from '@interviewlm/client';
import { hasDesk, linkCode } from './code.js';
import { pageStyles } from './page-styles.js';
import { message, missingCode, problemMessage } from './message.js';
import type { Briefing } from './start-screen.js';

/** What the page shows: arrows loading → content (the start screen) → workspace; loading → workspace after a reload; any → content. */
type View =
  | { readonly name: 'loading' }
  | { readonly name: 'workspace'; readonly element: HTMLElement }
  | { readonly name: 'content'; readonly content: () => TemplateResult };

/** The candidate's page: says what will happen and what is recorded, begins on a click, and continues after a reload. */
export class HostedInterview extends BaseElement {
  static override styles = [BaseElement.styles, pageStyles];

  @property() interview = '';
  @state() private view: View = { name: 'loading' };
  /** What the assessment is called, once that is known. */
  @state() private named = '';
  private fetchToken: FetchToken = () => Promise.reject(new Error('The page is not open yet.'));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = this.named || msg('Coding interview');
  }

  override render(): TemplateResult {
    switch (this.view.name) {
      case 'loading':
        return html`<main class="middle" aria-busy="true"><p class="muted">${msg('Opening your interview …')}</p></main>`;
      case 'workspace':
        return html`<div class="whole">${this.view.element}</div>`;
      case 'content':
        return this.view.content();
    }
  }

  private readonly open = async (): Promise<void> => {
    const code = linkCode(this.interview);
    if (!code) {
      this.say(missingCode);
      return;
    }
    this.view = { name: 'loading' };
    this.fetchToken = shared(inviteTokens(location.origin, this.interview, code));
    // Begun on this machine: it opens while we ask whether it still goes on, and from its own copy when the server is away.
    const isKnown = hasDesk(this.interview);
    if (isKnown) void this.begin();
    try {
      const client = createClient({ baseUrl: location.origin, fetchToken: this.fetchToken });
      const briefing = await client.call('getInterview', { params: { id: this.interview } });
      this.named = briefing.assessment.title;
      await this.show(briefing, client);
    } catch (error) {
      if (!isKnown || !(error instanceof ConnectionError)) this.say(() => problemMessage(error, this.open));
    }
  };

  private async show(briefing: Briefing, client: Client): Promise<void> {
    if (briefing.status === 'created') await this.welcome(briefing, client);
    else if (briefing.status === 'started' || briefing.status === 'paused') await this.begin();
    else this.say(() => finished(briefing));
  }

  /** Whoever comes back to an interview that has begun never needs it. */
  private async welcome(briefing: Briefing, client: Client): Promise<void> {
    const { accepting, startScreen } = await import('./start-screen.js');
    const accept = accepting(client, this.interview, this.begin);
    const begin = () => accept().catch((error: unknown) => this.say(() => problemMessage(error, this.open)));
    this.say(() => startScreen(briefing, begin));
    // While the candidate reads.
    void this.updateComplete.then(loadWorkspace).catch(() => undefined);
  }

  private readonly begin = async (): Promise<void> => {
    const { view } = this;
    try {
      await loadWorkspace();
      // It is open already, or there is something else to say.
      if (this.view !== view || view.name === 'workspace') return;
      const { interview, fetchToken } = this;
      const element = Object.assign(document.createElement('interview-workspace'), { baseUrl: location.origin, interview, fetchToken });
      // The button that had the focus is gone; this page is the interview's own, so the editor takes it.
      element.addEventListener('interview-ready', () => element.focus(), { once: true });
      this.view = { name: 'workspace', element };
    } catch {
      this.say(() => problemMessage(new ConnectionError('The editor could not be loaded.'), this.open));
    }
  };

  private say(content: () => TemplateResult): void {
    this.view = { name: 'content', content };
  }
}

function finished({ status, redirect_url }: Briefing): TemplateResult {
  if (status === 'expired' || status === 'erased') {
    return message(
      msg('This interview is closed'),
      msg('Its time has passed. If you think that is a mistake, write to whoever invited you.'),
    );
  }
  const back =
    redirect_url && /^https?:/.test(redirect_url) ? html`<a class="button primary" href=${redirect_url}>${msg('Continue')}</a>` : undefined;
  return message(msg('Your answer is in'), msg('It was submitted and can’t be changed any more. You can close this page.'), back);
}

/** The workspace's own code; the editor follows by itself. */
const loadWorkspace = async () => (await import('@interviewlm/workspace/interview-workspace.js')).preload();

/** This page asks about the interview with a token that the workspace goes on with; one that has expired meanwhile is asked for again. */
function shared(fetchToken: () => Promise<string>): () => Promise<string> {
  let token: Promise<string>;
  let calls = 0;
  return () => (token = calls++ % 2 ? token : fetchToken());
}

define('hosted-interview', HostedInterview);

declare global {
  interface HTMLElementTagNameMap {
    'hosted-interview': HostedInterview;
  }
}
