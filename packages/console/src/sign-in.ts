import { BaseElement, buttonStyles, define, fieldStyles } from '@interviewlm/ui';
import type { ConsoleSignIn as WaysIn } from '@interviewlm/protocol';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { mark } from './mark.js';
import { problemText } from './parts/problem.js';
import './choices.js';
import { signIn, waysIn } from './session.js';

/**
 * `<console-sign-in>`: leads a person to their OpenID provider, and lets who came back choose a tenant; or takes a secret key, exchanges it
 * for the session's cookie, and forgets it.
 * @fires signed-in - The cookie is there.
 */
export class ConsoleSignIn extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...buttonStyles,
    fieldStyles,
    css`
      :host {
        width: min(100%, 420px);
      }
      form {
        display: grid;
        gap: var(--_space-3);
      }
      .card {
        display: grid;
        gap: var(--_space-4);
        padding: clamp(20px, 5vw, 32px);
        border: 1px solid var(--_border);
        border-radius: var(--_radius-l);
        background: var(--_surface);
      }
      h1 {
        display: flex;
        align-items: center;
        gap: var(--_space-2);
        font: 650 var(--_size-xl) / 1.3 var(--_font);
        letter-spacing: -0.01em;
      }
      label {
        font-weight: 500;
      }
      .field {
        margin-top: var(--_space-1);
        font-family: var(--_mono);
      }
      .hint {
        color: var(--_muted);
        font-size: var(--_size-s);
        text-wrap: pretty;
      }
      .problem {
        color: var(--_danger);
      }
      .button {
        min-height: 38px;
        font-size: var(--_size-m);
      }
      a.button {
        color: var(--_text);
        text-decoration: none;
      }
      a.button.primary {
        color: var(--_on-accent);
      }
      summary {
        min-height: 24px;
        color: var(--_muted);
        cursor: pointer;
      }
      details[open] > summary {
        margin-bottom: var(--_space-3);
      }
    `,
  ];

  /** A session was there, and is over. */
  @property({ type: Boolean }) ended = false;
  @state() private ways: WaysIn | null = null;
  @state() private problem = '';
  @state() private busy = false;
  @query('input') private readonly field!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Sign in · InterviewLM';
    void this.ask();
  }

  override render(): TemplateResult {
    const { ways } = this;
    return html`<div class="card" aria-busy=${ways === null}>
      <h1>${mark} Sign in to the console</h1>
      ${this.ended ? html`<p role="status">Your session has ended. Sign in again to go on where you were.</p>` : nothing}
      ${ways?.choices ? this.renderChoices(ways.choices) : nothing}
      ${ways?.people ? this.renderPeople(ways.choices !== null) : this.renderKey()}
    </div>`;
  }

  private renderChoices(choices: NonNullable<WaysIn['choices']>): TemplateResult {
    if (choices.length === 0) return html`<p role="status">Nobody lets you in any more. Ask an admin of your company.</p>`;
    return html`<p role="status">Where do you want to go?</p>
      <console-choices .choices=${choices} @signed-in=${() => this.dispatchEvent(new Event('signed-in'))}></console-choices>`;
  }

  private renderPeople(isKnown: boolean): TemplateResult {
    const to = new URLSearchParams({ to: location.pathname }).toString();
    return html`<a class="button ${isKnown ? '' : 'primary'}" href="/console/sign-in/start?${to}" target="_self">
        ${isKnown ? 'Use another work account' : 'Sign in with your work account'}
      </a>
      <details>
        <summary>Sign in with a secret key</summary>
        ${this.renderKey()}
      </details>`;
  }

  private renderKey(): TemplateResult {
    return html`<form @submit=${this.submit}>
      <label>
        Secret key
        <input
          class="field"
          type="password"
          name="key"
          required
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder="ilm_sk_…"
          aria-invalid=${this.problem ? 'true' : 'false'}
          aria-describedby="hint problem"
        />
      </label>
      <p class="hint" id="hint">
        A test key opens the test world, a live key the live one. The key is exchanged for a session of at most 12 hours and is not kept in
        this browser.
      </p>
      <p class="problem" id="problem" role="alert">${this.problem}</p>
      <button class="button ${this.ways?.people ? '' : 'primary'}" ?disabled=${this.busy}>${this.busy ? 'Signing in …' : 'Sign in'}</button>
    </form>`;
  }

  /** Whoever can't be told the ways in can still use a key. */
  private async ask(): Promise<void> {
    this.ways = await waysIn().catch(() => ({ object: 'console_sign_in', people: false, choices: null }) as const);
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const { field } = this;
    [this.busy, this.problem] = [true, ''];
    try {
      await signIn({ key: field.value.trim() });
      field.value = '';
      this.dispatchEvent(new Event('signed-in'));
    } catch (error) {
      this.problem = problemText(error);
      field.select();
    }
    this.busy = false;
  };
}

define('console-sign-in', ConsoleSignIn);

declare global {
  interface HTMLElementTagNameMap {
    'console-sign-in': ConsoleSignIn;
  }
}
