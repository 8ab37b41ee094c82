import { BaseElement, buttonStyles, define, fieldStyles } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { mark } from './mark.js';
import { problemText } from './parts/problem.js';
import { signIn } from './session.js';

/**
 * `<console-sign-in>`: takes a secret key, exchanges it for the session's cookie, and forgets it.
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
    `,
  ];

  /** A session was there, and is over. */
  @property({ type: Boolean }) ended = false;
  @state() private problem = '';
  @state() private busy = false;
  @query('input') private readonly field!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Sign in · InterviewLM';
  }

  override render() {
    return html`<form @submit=${this.submit}>
      <h1>${mark} Sign in to the console</h1>
      ${this.ended ? html`<p role="status">Your session has ended. Sign in again to go on where you were.</p>` : nothing}
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
      <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Signing in …' : 'Sign in'}</button>
    </form>`;
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const { field } = this;
    [this.busy, this.problem] = [true, ''];
    try {
      await signIn(field.value.trim());
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
