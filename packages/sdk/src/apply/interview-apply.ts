import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ConnectionError, ProblemError, createClient } from '@interviewlm/client';
import type { Client } from '@interviewlm/client';
import { BaseElement, define, loadMonaco, msg, placedStyles, plural, str } from '@interviewlm/ui';
import { inviteTokens, readInvite } from '../invite.js';
import { applyStyles } from './apply-styles.js';
import { forgetInterview, keepInterview, keptInterview } from './kept-interview.js';
import type { KeptInterview } from './kept-interview.js';

/** The visitor has started an interview: `detail` has its id, to be kept with the application. */
export class InterviewStartEvent extends CustomEvent<{ readonly interview: string }> {
  constructor(interview: string) {
    super('interview-start', { detail: { interview }, bubbles: true, composed: true });
  }
}

/** What went wrong in words for the visitor, and which fields of the form it is about. */
interface Trouble {
  readonly message: string;
  readonly fields: readonly { readonly path: string; readonly message: string }[];
}

interface Card {
  readonly title: string;
  readonly description: string;
  readonly duration_ms: number;
  readonly question_count: number;
  readonly ai_mode: 'off' | 'hints' | 'pair';
}

/**
 * An open assessment on a careers page: what it is, a name and an e-mail address, and then the interview itself in the same place.
 * A reload continues the interview that was started in this tab.
 *
 * @fires {InterviewStartEvent} interview-start - The interview was created; detail is `{interview}`.
 * @csspart card - the card with the assessment's title, its facts and the form
 * @csspart start - the button that starts the interview
 */
export class InterviewApply extends BaseElement {
  static override styles = [BaseElement.styles, placedStyles, applyStyles];

  /** Where InterviewLM is served. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  /** `ilm_pk_…`, for the page's origin. */
  @property({ attribute: 'publishable-key' }) publishableKey = '';
  /** `asm_…`, an open one. */
  @property() assessment = '';

  @state() private card?: Card;
  @state() private problem?: Trouble;
  @state() private busy = false;
  @state() private workspace?: HTMLElement;
  /** Since when the card has been on the screen, with what it says of recording. */
  private shownAt = 0;
  /** Whoever tries again after something failed goes on with the interview that they have. */
  @state() private started?: KeptInterview;

  override firstUpdated(): void {
    const kept = keptInterview(this.assessment);
    if (kept?.noticed) return void this.resume(kept);
    if (kept) this.started = kept;
    void this.loadCard();
  }

  /** Puts the focus where the visitor goes on: into the workspace, or the form's first field. */
  override focus(): void {
    (this.workspace ?? this.renderRoot.querySelector('input'))?.focus();
  }

  override render(): TemplateResult {
    if (this.workspace) return html`${this.workspace}`;
    if (!this.card)
      return html`<div class="card" aria-busy=${!this.problem}>
        ${this.problem ? this.failure() : html`<p class="muted">${msg('Loading …')}</p>`}
      </div>`;
    const { title, description, duration_ms, question_count, ai_mode } = this.card;
    const facts = [minutes(duration_ms), questions(question_count), ...(ai_mode === 'off' ? [] : [msg('with an AI assistant')])];
    return html`<section class="card" part="card" aria-labelledby="title">
      <h2 id="title">${title}</h2>
      <p class="facts">${facts.join(' · ')}</p>
      ${description ? html`<p class="description" dir="auto">${description}</p>` : nothing}
      <form @submit=${this.start} @focusin=${preloadEditor} novalidate>
        ${this.started ? nothing : this.fields()} ${this.problem ? this.failure() : nothing}
        <button class="start" part="start" ?disabled=${this.busy}>${this.busy ? msg('Starting …') : msg('Start the interview')}</button>
        <p class="notice">
          ${
            ai_mode === 'off'
              ? msg('Your edits, test runs and terminal are recorded, so that the team can see how you work.')
              : msg(
                  'Your edits, test runs, terminal and conversation with the assistant are recorded, so that the team can see how you work.',
                )
          }
          ${msg('A score is made by rules, and an AI model may have a part in it. People see how it came about, and decide.')}
          ${msg('The clock starts at once.')}
        </p>
      </form>
    </section>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.problem && !this.workspace) this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
    super.updated(changed);
  }

  private fields(): TemplateResult {
    return html`${this.field('name', msg('Your name'), 'text', 'name')} ${this.field('email', msg('E-mail address'), 'email', 'email')}`;
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
    const said = this.problem?.fields.length ? msg('Please check what is marked above.') : this.problem?.message;
    return html`<p class="problem" role="alert">
      ${said} ${this.card ? nothing : html`<button class="retry" @click=${this.loadCard}>${msg('Try again')}</button>`}
    </p>`;
  }

  private readonly loadCard = async (): Promise<void> => {
    await this.attempt(async () => {
      this.card = await this.client().call('getAssessmentCard', { params: { id: this.assessment } });
      this.shownAt = performance.now();
    });
  };

  private readonly start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => (fields.get(name) as string).trim();
    await this.attempt(async () => {
      this.started ??= await this.create({ name: text('name'), email: text('email') });
      await this.goOn(this.started);
    });
  };

  /** From the notice into the interview. One that can no longer be begun must not keep the visitor from starting anew. */
  private async goOn(invite: KeptInterview): Promise<void> {
    const fetchToken = inviteTokens(this.baseUrl, invite.interview, invite.code);
    const { acceptNotice, noticeVersions } = await import('../notice.js');
    try {
      await acceptNotice(createClient({ baseUrl: this.baseUrl, fetchToken }), invite.interview, noticeVersions.apply, this.shownAt);
    } catch (error) {
      if (error instanceof ProblemError && over.has(error.code)) this.forget();
      throw error;
    }
    keepInterview(this.assessment, { ...invite, noticed: true });
    await this.open(invite, fetchToken);
  }

  private forget(): void {
    forgetInterview(this.assessment);
    this.started = undefined;
  }

  private async create(candidate: { name: string; email: string }): Promise<KeptInterview> {
    const { id, links } = await this.client().call('startInterview', { body: { assessment: this.assessment, candidate } });
    const invite = links && readInvite(links.candidate);
    if (!invite) throw new Error('The interview was created without a link to it.');
    const started = { ...invite, noticed: false };
    keepInterview(this.assessment, started);
    this.dispatchEvent(new InterviewStartEvent(id));
    return started;
  }

  private async resume(kept: KeptInterview): Promise<void> {
    await this.attempt(async () => {
      try {
        await this.open(kept);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        // A code that is no longer good must not keep the visitor from starting anew.
        this.forget();
        await this.loadCard();
      }
    });
  }

  private async open({ interview, code }: KeptInterview, fetchToken = inviteTokens(this.baseUrl, interview, code)): Promise<void> {
    await fetchToken();
    await import('@interviewlm/workspace/interview-workspace.js');
    this.workspace = Object.assign(document.createElement('interview-workspace'), { baseUrl: this.baseUrl, interview, fetchToken });
  }

  private client(): Client {
    return createClient({ baseUrl: this.baseUrl, token: this.publishableKey });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      await act();
    } catch (error) {
      this.problem = troubleOf(error);
    } finally {
      this.busy = false;
    }
  }
}

/** Its link is no longer good, or nothing is left of it to begin. */
const over = new Set<string>(['not_found', 'interview_not_active']);

function troubleOf(error: unknown): Trouble {
  if (error instanceof ProblemError) return { message: error.message, fields: error.errors };
  if (error instanceof ConnectionError)
    return { message: msg('The service can’t be reached. Check your connection and try again.'), fields: [] };
  return { message: msg('That didn’t work. Please try again.'), fields: [] };
}

/** Whoever fills in the form is about to need the editor, which is most of what there is to load. */
const preloadEditor = () => void loadMonaco().catch(() => undefined);
const questions = (count: number) => plural(count, str`one question`, str`${count} questions`);
const minutes = (ms: number) => {
  const count = Math.round(ms / 60_000);
  return plural(count, str`${count} minute`, str`${count} minutes`);
};
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export interface ApplyEventMap {
  'interview-start': InterviewStartEvent;
}

define('interview-apply', InterviewApply);

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a global interface can only be widened by merging
  interface GlobalEventHandlersEventMap extends ApplyEventMap {}
  interface HTMLElementTagNameMap {
    'interview-apply': InterviewApply;
  }
}
