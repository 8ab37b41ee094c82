import type { ConsoleSession, Retention, RetentionClass, RetentionPreview } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf } from '../parts/form.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';
import { may } from '../session.js';
import { classNames, classWords } from './classes.js';

type Days = Record<RetentionClass, number | null>;

/** `<console-data-classes>`: for how many days each class of data is kept, and what that would erase on which day. */
export class ConsoleDataClasses extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...sectionStyles,
    css`
      .card > p {
        margin-bottom: var(--_space-3);
      }
      input.field {
        width: 8em;
      }
    `,
  ];

  @property({ attribute: false }) session!: ConsoleSession;
  @state() private preview: RetentionPreview | null = null;
  private readonly deed = new Deed(this);
  private readonly retention = new Loading<Retention>(this, (signal) => api.call('getRetention', { signal }), 'the retention');

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="classes">
      <h2 id="classes">How long each kind of data is kept</h2>
      <p class="muted">
        In days: of interviews from their submission, or from when they expired. Without a number something is kept until somebody erases
        it. What is under a legal hold stays in any case.
      </p>
      ${this.retention.render((retention) => this.renderForm(retention))}
    </section>`;
  }

  private renderForm({ days, next_at }: Retention): TemplateResult {
    return html`<form @submit=${this.save}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Data</th>
              <th scope="col">Days</th>
            </tr>
          </thead>
          <tbody>
            ${classNames.map((name) => this.renderClass(name, days[name]))}
          </tbody>
        </table>
      </div>
      ${next_at ? html`<p class="hint">By what is set, something is erased next ${dateText(next_at, 'short')}.</p>` : nothing}
      <div class="row">
        ${may(this.session, 'privacy:write') ? html`<button class="button primary" ?disabled=${this.deed.busy}>Save</button>` : nothing}
        <button type="button" class="button" ?disabled=${this.deed.busy} @click=${this.look}>What would that erase?</button>
      </div>
      ${this.deed.render()} ${this.preview ? renderPreview(this.preview) : nothing}
    </form>`;
  }

  private renderClass(name: RetentionClass, days: number | null): TemplateResult {
    const words = classWords[name];
    return html`<tr>
      <th scope="row" id=${name}>${words.name}<span class="second" id="${name}-holds">${words.holds}</span></th>
      <td>
        <input
          class="field"
          type="number"
          name=${name}
          min=${words.least}
          max=${words.most}
          ?required=${words.ends}
          placeholder=${words.ends ? nothing : 'no end'}
          ?readonly=${!may(this.session, 'privacy:write')}
          aria-label="${words.name}, days"
          aria-describedby="${name}-holds"
          .value=${days === null ? '' : String(days)}
        />
      </td>
    </tr>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const days = daysOf(event.currentTarget);
    const saved = await this.deed.run(() => api.call('setRetention', { body: { days: { ...days, webhooks: days.webhooks ?? 30 } } }));
    if (!saved) return;
    this.deed.say(`Saved. Nothing is erased by it before ${dateText(saved.next_at ?? '', 'short')}: until then you can change it back.`);
    await this.retention.reload();
  };

  private readonly look = async (): Promise<void> => {
    const form = this.renderRoot.querySelector('form');
    if (!form?.reportValidity()) return;
    const asked = Object.entries(daysOf(form)).filter(([, days]) => days !== null);
    this.preview = await this.deed.run(() => api.call('previewRetention', { query: Object.fromEntries(asked) }));
  };
}

/** Null for a field that is empty. */
const daysOf = (form: EventTarget | null): Days =>
  Object.fromEntries(classNames.map((name) => [name, textsOf(form)[name] ? Number(textsOf(form)[name]) : null])) as Days;

function renderPreview({ data, held }: RetentionPreview): TemplateResult {
  const hold = held > 0 ? html`<p class="hint">${held} under a legal hold, which stay.</p>` : nothing;
  if (data.length === 0)
    return html`<p role="status">In the next 30 days that erases nothing.</p>
      ${hold}`;
  return html`<table aria-label="What would be erased in the next 30 days">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Data</th>
          <th scope="col" class="number">How many</th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (due) =>
            html`<tr>
              <td class="when">${dateText(`${due.date}T12:00:00.000Z`)}</td>
              <th scope="row">${classWords[due.class].name}</th>
              <td class="number">${due.count}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${hold}`;
}

define('console-data-classes', ConsoleDataClasses);

declare global {
  interface HTMLElementTagNameMap {
    'console-data-classes': ConsoleDataClasses;
  }
}
