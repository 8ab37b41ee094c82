import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { BaseElement, define, msg } from '@interviewlm/ui';
import { inviteTokens } from '../invite.js';
import { linkCode } from './code.js';
import { missingCode, problemMessage } from './message.js';
import { pageStyles } from './page-styles.js';

/** The reviewer's page: the replay as soon as the link's code was accepted. */
export class HostedReplay extends BaseElement {
  static override styles = [BaseElement.styles, pageStyles];

  @property() interview = '';
  /** Drawn anew when the locale changes. */
  @state() private content: () => TemplateResult = opening;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = msg('Interview replay');
  }

  override render(): TemplateResult {
    return this.content();
  }

  private readonly open = async (): Promise<void> => {
    const code = linkCode(this.interview);
    if (!code) {
      this.content = missingCode;
      return;
    }
    const { interview } = this;
    const fetchToken = inviteTokens(location.origin, interview, code);
    try {
      // Asked here already, so that a code that is no longer good is said in this page's words.
      await Promise.all([fetchToken(), import('@interviewlm/replay')]);
      const replay = Object.assign(document.createElement('session-replay'), { baseUrl: location.origin, interview, fetchToken });
      this.content = () => html`<main class="whole">${replay}</main>`;
    } catch (error) {
      this.content = () => problemMessage(error, this.open);
    }
  };
}

const opening = () => html`<main class="middle" aria-busy="true"><p class="muted">${msg('Opening the replay …')}</p></main>`;

define('hosted-replay', HostedReplay);

declare global {
  interface HTMLElementTagNameMap {
    'hosted-replay': HostedReplay;
  }
}
