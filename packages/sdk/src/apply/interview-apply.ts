import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { BaseElement, define } from '@interviewlm/ui';
import { RequestError, request } from '../http.js';
import { inviteTokens, readInvite } from '../invite.js';
import { applyStyles } from './apply-styles.js';
import { forgetInterview, keptInterview, keepInterview } from './kept-interview.js';

/** The visitor has started an interview: `detail` has its id, to be kept with the application. */
export class InterviewStartEvent extends CustomEvent<{ readonly interview: string }> {
  constructor(interview: string) {
    super('interview-start', { detail: { interview }, bubbles: true, composed: true });
  }
}

interface Card {
  readonly title: string;
  readonly description: string;
  readonly duration_ms: number;
  readonly question_count: number;
}

interface Started {
  readonly id: string;
  readonly links: { readonly candidate: string } | null;
}

/**
 * An open assessment on a careers page: what it is, a name and an e-mail address, and then the interview itself in the same place.
 * A reload continues the interview that was started in this tab.
 *
 * @fires interview-start - The interview was created; detail is `{interview}`.
 */
export class InterviewApply extends BaseElement {
  static override styles = [BaseElement.styles, applyStyles];

  /** Where InterviewLM is served. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  @property({ attribute: 'publishable-key' }) publishableKey = '';
  /** `asm_…`, an open one. */
  @property() assessment = '';

  @state() private card?: Card;
  @state() private problem?: RequestError;
  @state() private busy = false;
  @state() private workspace?: HTMLElement;

  override firstUpdated(): void {
    const kept = keptInterview(this.assessment);
    void (kept ? this.open(kept) : this.loadCard());
  }

  override render(): TemplateResult {
    if (this.workspace) return html`${this.workspace}`;
    if (!this.card)
      return html`<div class="card" aria-busy=${!this.problem}>
        ${this.problem ? this.failure() : html`<p class="muted">Loading …</p>`}
      </div>`;
    const { title, description, duration_ms, question_count } = this.card;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${title}</h2>
      <p class="facts">
        ${minutes(duration_ms)} · ${question_count === 1 ? 'one question' : `${question_count} questions`} · with an AI assistant
      </p>
      ${description ? html`<p class="description">${description}</p>` : nothing}
      <form @submit=${this.start} novalidate>
        ${this.field('name', 'Your name', 'text', 'name')} ${this.field('email', 'E-mail address', 'email', 'email')}
        ${this.problem ? this.failure() : nothing}
        <button class="start" ?disabled=${this.busy}>${this.busy ? 'Starting …' : 'Start the interview'}</button>
        <p class="notice">
          Your edits, test runs, terminal and conversation with the assistant are recorded, so that the team can see how you work. The clock
          starts now.
        </p>
      </form>
    </section>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.problem && !this.workspace) this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
    super.updated(changed);
  }

  private field(name: 'name' | 'email', label: string, type: string, autocomplete: 'name' | 'email'): TemplateResult {
    const message = this.problem?.fields.find(({ path }) => path.endsWith(`candidate.${name}`))?.message;
    return html`<label>
      <span>${label}</span>
      <input
        name=${name}
        type=${type}
        autocomplete=${autocomplete}
        required
        aria-invalid=${message ? 'true' : 'false'}
        aria-describedby=${message ? `${name}-problem` : nothing}
      />
      ${message ? html`<span class="problem" id="${name}-problem">${sentence(message)}</span>` : nothing}
    </label>`;
  }

  private failure(): TemplateResult {
    const said = this.problem?.fields.length ? 'Please check what is marked above.' : this.problem?.message;
    return html`<p class="problem" role="alert">
      ${said} ${this.card ? nothing : html`<button class="retry" @click=${this.loadCard}>Try again</button>`}
    </p>`;
  }

  private readonly loadCard = async (): Promise<void> => {
    await this.attempt(async () => {
      const path = `/api/assessments/${encodeURIComponent(this.assessment)}/card`;
      this.card = await request<Card>(this.baseUrl, path, { method: 'GET', bearer: this.publishableKey });
    });
  };

  private readonly start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(fields.get(name) ?? '').trim();
    await this.attempt(async () => {
      const { id, links } = await request<Started>(this.baseUrl, '/api/interview/start', {
        method: 'POST',
        bearer: this.publishableKey,
        body: { assessment: this.assessment, candidate: { name: text('name'), email: text('email') } },
      });
      const invite = links && readInvite(links.candidate);
      if (!invite) throw new RequestError('unknown', 0, 'The interview was created without a link to it.');
      keepInterview(this.assessment, invite);
      this.dispatchEvent(new InterviewStartEvent(id));
      await this.open(invite);
    });
  };

  private async open({ interview, code }: { interview: string; code: string }): Promise<void> {
    const fetchToken = inviteTokens(this.baseUrl, interview, code);
    try {
      await fetchToken();
    } catch (error) {
      // A code that is no longer good must not keep the visitor from starting anew.
      if (!(error instanceof RequestError) || error.status === 0) throw error;
      forgetInterview(this.assessment);
      return this.loadCard();
    }
    await import('@interviewlm/workspace');
    this.workspace = Object.assign(document.createElement('interview-workspace'), { baseUrl: this.baseUrl, interview, fetchToken });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      await act();
    } catch (error) {
      this.problem = error instanceof RequestError ? error : new RequestError('unknown', 0, 'That didn’t work. Please try again.');
    } finally {
      this.busy = false;
    }
  }
}

const minutes = (ms: number) => `${Math.round(ms / 60_000)} minutes`;
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

define('interview-apply', InterviewApply);

declare global {
  interface HTMLElementTagNameMap {
    'interview-apply': InterviewApply;
  }
}
