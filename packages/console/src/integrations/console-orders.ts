import type { AtsOrder, TellingState } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { api } from '../api.js';
import '../parts/confirm.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { Paged } from '../parts/paged.js';
import { statusBadge } from '../parts/status.js';
import { sectionStyles } from '../parts/styles.js';
import { tellingWords } from './kinds.js';

/** Those that can still be cancelled. */
const open: ReadonlySet<AtsOrder['status']> = new Set(['created', 'started', 'paused']);

/** `<console-orders>`: the interviews that an ATS ordered, how they stand, and whether it knows. */
export class ConsoleOrders extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property() integration = '';
  @property({ type: Boolean }) mayChange = false;
  @state() private wanted: TellingState | '' = '';
  /** Which one the question is about. */
  @state() private chosen: AtsOrder | null = null;
  @query('console-confirm') private readonly question!: ConsoleConfirm;
  private readonly deed = new Deed(this);
  private readonly list = new Paged<AtsOrder>(
    this,
    (cursor, signal) =>
      api.call('listAtsOrders', {
        params: { integration: this.integration },
        query: { ...(this.wanted && { telling: this.wanted }), ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    'the orders',
  );

  override render(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="orders">
        <h2 id="orders" class="titled">
          <span>Orders</span>
          <select class="field" aria-label="Which orders" @change=${this.choose}>
            <option value="">All</option>
            ${Object.entries(tellingWords).map(([name, [words]]) => html`<option value=${name}>${words}</option>`)}
          </select>
        </h2>
        ${this.deed.render()}
        ${this.list.render(
          (orders) => this.renderTable(orders),
          () => html`<ilm-notice heading="No orders" icon="send">What the ATS orders is listed here.</ilm-notice>`,
        )}
      </section>
      <console-confirm heading="Cancel this order?" action="Cancel the order" @confirmed=${this.cancel}>
        The candidate’s link ends at once, and the ATS is told. This can’t be taken back.
      </console-confirm>`;
  }

  private renderTable(orders: readonly AtsOrder[]): TemplateResult {
    return html`<div class="scroll" role="region" aria-label="Orders" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Interview</th>
            <th scope="col">Status</th>
            <th scope="col">The ATS</th>
            <th scope="col" class="wide">Ordered</th>
            <th scope="col"><span class="sr-only">Change</span></th>
          </tr>
        </thead>
        <tbody>
          ${orders.map((order) => this.renderOrder(order))}
        </tbody>
      </table>
    </div>`;
  }

  private renderOrder(order: AtsOrder): TemplateResult {
    const { interview, reference, status, cancelled_at, created_at } = order;
    return html`<tr>
      <th scope="row">
        <a class="mono" href="/console/interviews/${interview}">${interview}</a>
        <span class="second mono">${reference}</span>
      </th>
      <td>${cancelled_at ? html`<span class="badge danger">Cancelled</span>` : statusBadge(status)}</td>
      <td>${telling(order)}</td>
      <td class="wide when">${dateText(created_at, 'short')}</td>
      <td class="actions">${this.mayChange ? this.renderDeeds(order) : nothing}</td>
    </tr>`;
  }

  private renderDeeds(order: AtsOrder): TemplateResult | typeof nothing {
    if (order.cancelled_at && order.telling.state === 'told') return nothing;
    const { reference, status, cancelled_at } = order;
    return html`<div class="row end">
      <button class="button small" aria-label="Tell again: ${reference}" ?disabled=${this.deed.busy} @click=${() => this.resend(order)}>
        Tell again
      </button>
      ${
        open.has(status) && !cancelled_at
          ? html`<button
              class="button small danger"
              aria-label="Cancel: ${reference}"
              ?disabled=${this.deed.busy}
              @click=${() => this.ask(order)}
            >
              Cancel
            </button>`
          : nothing
      }
    </div>`;
  }

  private readonly choose = (event: Event): void => {
    this.wanted = (event.target as HTMLSelectElement).value as TellingState | '';
    void this.list.reload();
  };

  private async resend({ id }: AtsOrder): Promise<void> {
    const params = { integration: this.integration, order: id };
    await this.deed.run(() => api.call('resendAtsOrder', { params }), 'It is told again, within a second or so.');
    await this.list.reload();
  }

  private ask(order: AtsOrder): void {
    this.chosen = order;
    void this.updateComplete.then(() => this.question.show());
  }

  private readonly cancel = async (): Promise<void> => {
    const { chosen } = this;
    if (!chosen) return;
    const params = { integration: this.integration, order: chosen.id };
    await this.deed.run(() => api.call('cancelAtsOrder', { params }), 'The order is cancelled.');
    await this.list.reload();
  };
}

/** What the ATS knows of it: the last error is the ATS's own words, or ours about the call. */
function telling({ telling: { state, attempts, last_error, last_attempt_at, next_attempt_at } }: AtsOrder): TemplateResult {
  const [words, tone] = tellingWords[state];
  return html`<span class="badge ${tone}">${words}</span>
    ${last_error ? html`<span class="second" dir="auto">${last_error}${attempts > 1 ? ` (${attempts} tries)` : nothing}</span>` : nothing}
    ${last_attempt_at ? html`<span class="second">Last try ${dateText(last_attempt_at, 'short')}</span>` : nothing}
    ${next_attempt_at ? html`<span class="second">Next try ${dateText(next_attempt_at, 'short')}</span>` : nothing}`;
}

define('console-orders', ConsoleOrders);

declare global {
  interface HTMLElementTagNameMap {
    'console-orders': ConsoleOrders;
  }
}
