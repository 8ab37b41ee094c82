import type { ConsoleSession, Hold, Interview } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { api } from '../api.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { fact } from '../parts/fact.js';
import { textsOf } from '../parts/form.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';
import { may } from '../session.js';

/**
 * `<console-hold>`: the legal hold of an interview, with the ways to place and to lift it, and those that there were.
 * @fires changed - A hold was placed or lifted.
 */
export class ConsoleHold extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...sectionStyles,
    css`
      .card > p,
      .card > dl {
        margin-bottom: var(--_space-3);
      }
      h3 {
        margin-top: var(--_space-4);
        font: 600 var(--_size-m) / 1.3 var(--_font);
      }
    `,
  ];

  @property({ attribute: false }) interview!: Interview;
  @property({ attribute: false }) session!: ConsoleSession;
  @state() private placing = false;
  @query('console-confirm') private readonly confirm!: ConsoleConfirm;
  private readonly deed = new Deed(this);
  private readonly past = new Loading<readonly Hold[]>(this, (signal) => this.askPast(signal), 'earlier holds');

  override render(): TemplateResult {
    const { hold } = this.interview;
    return html`<section class="card" aria-labelledby="hold">
      <h2 id="hold">Legal hold</h2>
      ${hold ? this.renderHold(hold) : this.placing ? this.renderForm() : this.renderNone()} ${this.deed.render()} ${this.renderPast()}
    </section>`;
  }

  private renderHold({ reason, placed_at, placed_by }: Hold): TemplateResult {
    const { erasure_requested_at: asked } = this.interview;
    return html`<p>Nothing of this interview is erased until the hold is lifted.</p>
      ${asked ? html`<p>Its erasure was asked for on ${dateText(asked)}. It waits for the hold, and begins when that is lifted.</p>` : nothing}
      <dl>
        ${fact('Reason', html`<span dir="auto">${reason}</span>`)} ${fact('Since', dateText(placed_at, 'short'))}
        ${fact('Placed by', html`<span class="mono">${placed_by}</span>`)}
      </dl>
      ${
        this.mayChange
          ? html`<div class="row">
              <button class="button danger" ?disabled=${this.deed.busy} @click=${() => this.confirm.show()}>Lift the hold …</button>
            </div>`
          : nothing
      }
      <console-confirm heading="Lift the legal hold?" action="Lift the hold" @confirmed=${this.lift}>
        <p>
          ${
            asked
              ? 'The erasure that was asked for begins at once, and can not be taken back.'
              : 'From then on the interview can be erased again, on request and by your retention.'
          }
        </p>
      </console-confirm>`;
  }

  private renderNone(): TemplateResult {
    return html`<p class="muted">
        None. A hold keeps everything of an interview, whatever your retention says and whoever asks for its erasure.
      </p>
      ${this.mayChange ? html`<div class="row"><button class="button" @click=${this.begin}>Place a hold …</button></div>` : nothing}`;
  }

  private renderForm(): TemplateResult {
    return html`<form @submit=${this.place}>
      <label>Reason <input class="field" name="reason" required maxlength="500" autocomplete="off" aria-describedby="which" /></label>
      <p class="hint" id="which">The number of the matter, say, and no name: the reason is kept when the interview is gone.</p>
      <div class="row">
        <button class="button primary" ?disabled=${this.deed.busy}>Place the hold</button>
        <button type="button" class="button quiet" @click=${this.cancel}>Cancel</button>
      </div>
    </form>`;
  }

  private renderPast(): TemplateResult | typeof nothing {
    const lifted = (this.past.value ?? []).filter(({ lifted_at }) => lifted_at !== null);
    if (lifted.length === 0) return nothing;
    return html`<h3>Lifted before</h3>
      <ul>
        ${lifted.map(
          ({ reason, placed_at, lifted_at }) =>
            html`<li><span dir="auto">${reason}</span>: ${dateText(placed_at)} to ${dateText(lifted_at ?? placed_at)}</li>`,
        )}
      </ul>`;
  }

  private get mayChange(): boolean {
    return may(this.session, 'privacy:write');
  }

  private async askPast(signal: AbortSignal): Promise<readonly Hold[]> {
    if (!may(this.session, 'privacy:read')) return [];
    return (await api.call('listHolds', { params: { id: this.interview.id }, signal })).data;
  }

  private readonly begin = async (): Promise<void> => {
    this.placing = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
  };

  private readonly cancel = (): void => {
    this.placing = false;
    this.deed.clear();
  };

  private readonly place = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { reason = '' } = textsOf(event.currentTarget);
    const call = () => api.call('placeHold', { params: { id: this.interview.id }, body: { reason } });
    if (await this.deed.run(call, 'The hold stands.')) this.settle();
  };

  private readonly lift = async (): Promise<void> => {
    const call = () => api.call('liftHold', { params: { id: this.interview.id } });
    if (await this.deed.run(call, 'The hold is lifted.')) this.settle();
  };

  private settle(): void {
    this.placing = false;
    void this.past.reload();
    this.dispatchEvent(new Event('changed'));
  }
}

define('console-hold', ConsoleHold);

declare global {
  interface HTMLElementTagNameMap {
    'console-hold': ConsoleHold;
  }
}
