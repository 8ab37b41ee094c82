import type { AnswerOf, AtsKind, BodyInputOf } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { filledIn } from '../parts/form.js';
import { languageOptions } from '../parts/languages.js';
import { sectionStyles } from '../parts/styles.js';
import { kinds, type Need } from './kinds.js';

type Body = BodyInputOf<'createIntegration'>;

/**
 * `<console-new-integration>`: the form that connects an ATS.
 * @fires made - It is connected; detail is the answer, with its key.
 * @fires close - It was put away.
 */
export class ConsoleNewIntegration extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @state() private kind: AtsKind = 'greenhouse';
  private readonly deed = new Deed(this);

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('select')?.focus();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">Connect an ATS</h2>
      <form @submit=${this.submit}>
        <div class="fields">
          <label>
            System
            <select class="field" name="kind" @change=${this.choose}>
              ${Object.entries(kinds).map(([kind, { title }]) => html`<option value=${kind}>${title}</option>`)}
            </select>
          </label>
          <label>Name <input class="field" name="name" required maxlength="100" placeholder="Berlin" /></label>
          ${kinds[this.kind].needs.map((need) => needField(need, true))}
          <label>
            Invitation to the candidate
            <select class="field" name="invitation_locale">
              ${languageOptions()}
              <option value="none">None: we invite ourselves</option>
            </select>
          </label>
        </div>
        <p class="hint">
          Each order sends the candidate one e-mail with their link, unless the ATS shows them the link itself.
          ${kinds[this.kind].needs.some(({ isSecret }) => isSecret) ? 'Secrets are stored sealed, and never shown again.' : nothing}
        </p>
        ${this.deed.render()}
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Connect</button>
          <button type="button" class="button quiet" @click=${() => this.dispatchEvent(new Event('close'))}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private readonly choose = (event: Event): void => {
    this.kind = (event.target as HTMLSelectElement).value as AtsKind;
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { invitation_locale, ...rest } = filledIn(event.currentTarget);
    const body = { ...rest, invitation_locale: invitation_locale === 'none' ? null : invitation_locale } as Body;
    const made = await this.deed.run(() => api.call('createIntegration', { body }));
    if (made) this.dispatchEvent(new CustomEvent<AnswerOf<'createIntegration'>>('made', { detail: made }));
  };
}

/** A field for what the ATS gives; empty it stays as it is, where there is something already. */
export const needField = ({ name, label, isSecret }: Need, required: boolean): TemplateResult =>
  html`<label>
    ${label}
    <input
      class="field"
      name=${name}
      type=${isSecret ? 'password' : 'text'}
      maxlength=${name === 'account' ? 200 : 2000}
      autocomplete="off"
      spellcheck="false"
      ?required=${required}
      placeholder=${required ? '' : 'stays as it is'}
    />
  </label>`;

define('console-new-integration', ConsoleNewIntegration);

declare global {
  interface HTMLElementTagNameMap {
    'console-new-integration': ConsoleNewIntegration;
  }
}
