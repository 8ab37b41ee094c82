import { css, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import type { Ethnicity, SelfIdentification, Sex } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, msg } from '@interviewlm/ui';
import { Part } from '../part.js';
import { inWords } from '../state/words.js';

const sexes = (): Record<Sex, string> => ({ female: msg('Female'), male: msg('Male'), another: msg('Another') });
const ethnicities = (): Record<Ethnicity, string> => ({
  hispanic_or_latino: msg('Hispanic or Latino'),
  white: msg('White'),
  black_or_african_american: msg('Black or African American'),
  native_hawaiian_or_pacific_islander: msg('Native Hawaiian or Pacific Islander'),
  asian: msg('Asian'),
  native_american_or_alaska_native: msg('Native American or Alaska Native'),
  two_or_more_races: msg('Two or more races'),
});

/** `<interview-self-identification>`: what a candidate may say of themself once all is handed in, where the assessment asks. */
export class InterviewSelfIdentification extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    css`
      :host {
        display: block;
        box-sizing: border-box;
        width: 100%;
        padding: 0 var(--_space-4) var(--_space-5);
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--_space-3);
        max-width: 46ch;
        margin: 0 auto;
        padding: var(--_space-4);
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_surface);
        font-size: var(--_size-s);
        text-align: start;
      }
      h2 {
        font: 600 var(--_size-m) / 1.3 var(--_font);
        color: var(--_text);
      }
      p {
        margin: 0;
        color: var(--_muted);
        text-wrap: pretty;
      }
      label {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        color: var(--_text);
        font-weight: 500;
      }
      select {
        min-height: var(--_control);
        padding: 0 var(--_space-2);
        border: 1px solid var(--_border-strong);
        border-radius: var(--_radius);
        background: var(--_surface);
        color: var(--_text);
        font: inherit;
      }
      .problem {
        color: var(--_danger);
      }
      button {
        justify-self: start;
      }
    `,
  ];

  @state() private told = '';
  @state() private problem = '';
  @state() private isSending = false;

  protected override observes() {
    return [];
  }

  override render() {
    return html`<form @submit=${(event: SubmitEvent) => this.send(event)} @change=${() => (this.told = '')}>
      <h2>${msg('Is this interview fair to everybody?')}</h2>
      <p>
        ${msg('You may help to find out. Your answer is counted together with others and shown to nobody who decides about you. It is voluntary, and leaving it empty has no effect.')}
      </p>
      ${this.renderSelect('sex', msg('Sex'), sexes())} ${this.renderSelect('ethnicity', msg('Ethnicity'), ethnicities())}
      <p role="status">${this.told}</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <button class="button" ?disabled=${this.isSending}>${msg('Save my answer')}</button>
    </form>`;
  }

  private renderSelect(name: string, label: string, options: Record<string, string>) {
    return html`<label
      >${label}
      <select name=${name}>
        <option value="">${msg('I would rather not say')}</option>
        ${Object.entries(options).map(([value, words]) => html`<option value=${value}>${words}</option>`)}
      </select>
    </label>`;
  }

  private send(event: SubmitEvent): void {
    event.preventDefault();
    const said = Object.entries(Object.fromEntries(new FormData(event.target as HTMLFormElement))).filter(([, value]) => value !== '');
    void this.save(Object.fromEntries(said));
  }

  private async save(said: SelfIdentification): Promise<void> {
    this.isSending = true;
    this.problem = '';
    try {
      await this.workspace?.session.identifySelf(said);
      this.told =
        Object.keys(said).length === 0 ? msg('Nothing is kept.') : msg('Thank you. You can change it as long as this page is open.');
    } catch (error) {
      this.problem = inWords(error);
    } finally {
      this.isSending = false;
    }
  }
}

define('interview-self-identification', InterviewSelfIdentification);

declare global {
  interface HTMLElementTagNameMap {
    'interview-self-identification': InterviewSelfIdentification;
  }
}
