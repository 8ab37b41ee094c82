import { keyScopes, type ConsoleSession, type KeyScope } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf, ticked } from '../parts/form.js';
import { sectionStyles } from '../parts/styles.js';
import { may } from '../session.js';

/**
 * `<console-new-key>`: the form that makes a key.
 * @fires made - The answer with the key in it.
 * @fires close - It was put away.
 */
export class ConsoleNewKey extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property({ attribute: false }) session!: ConsoleSession;
  @state() private kind = 'secret';
  /** Not everything, but what is ticked. */
  @state() private limited = false;
  private readonly deed = new Deed(this);

  override firstUpdated(): void {
    // Who may not do everything can't hand everything on.
    this.limited = this.session.scopes !== null;
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">Make a key for the ${this.session.mode} world</h2>
      <form @submit=${this.submit}>
        <div class="fields">
          <label
            >Name <input class="field" name="name" required maxlength="100" autocomplete="off" placeholder="Application server"
          /></label>
          <label>
            Kind
            <select class="field" name="kind" @change=${this.pick}>
              <option value="secret">Secret, for a server</option>
              <option value="publishable">Publishable, for pages</option>
            </select>
          </label>
        </div>
        ${this.kind === 'secret' ? this.renderScopes() : nothing} ${this.deed.render()}
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Make the key</button>
          <button type="button" class="button quiet" @click=${() => this.dispatchEvent(new Event('close'))}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private renderScopes(): TemplateResult {
    return html`<fieldset>
      <legend>It may do</legend>
      ${
        this.session.scopes === null
          ? html`<label class="check">
              <input type="checkbox" .checked=${!this.limited} @change=${() => (this.limited = !this.limited)} /> Everything, also what is
              added later
            </label>`
          : nothing
      }
      ${
        this.limited
          ? html`<div class="checks">
              ${keyScopes.map(
                (scope) =>
                  html`<label class="check">
                    <input type="checkbox" name="scopes" value=${scope} ?disabled=${!may(this.session, scope)} />
                    <span class="mono">${scope}</span>
                  </label>`,
              )}
            </div>`
          : nothing
      }
    </fieldset>`;
  }

  private readonly pick = (event: Event): void => {
    this.kind = (event.target as HTMLSelectElement).value;
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { name = '' } = textsOf(event.currentTarget);
    const kind = this.kind === 'publishable' ? 'publishable' : 'secret';
    const scopes = kind === 'secret' && this.limited ? (ticked(event.currentTarget, 'scopes') as KeyScope[]) : null;
    const detail = await this.deed.run(() => api.call('createKey', { body: { name, kind, scopes } }));
    if (detail) this.dispatchEvent(new CustomEvent('made', { detail }));
  };
}

define('console-new-key', ConsoleNewKey);

declare global {
  interface HTMLElementTagNameMap {
    'console-new-key': ConsoleNewKey;
  }
}
