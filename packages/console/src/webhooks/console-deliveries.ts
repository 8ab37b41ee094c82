import type { DeliveryState, WebhookDelivery } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { Paged } from '../parts/paged.js';
import { sectionStyles } from '../parts/styles.js';

const states: Readonly<Record<DeliveryState, readonly [words: string, tone: string]>> = {
  pending: ['Pending', 'warning'],
  delivered: ['Delivered', 'success'],
  failed: ['Failed', 'danger'],
};

/** `<console-deliveries>`: what was sent to an endpoint, and what came of it. */
export class ConsoleDeliveries extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property() endpoint = '';
  @property({ type: Boolean }) mayResend = false;
  @state() private wanted: DeliveryState | '' = '';
  private readonly deed = new Deed(this);
  private readonly list = new Paged<WebhookDelivery>(
    this,
    (cursor, signal) =>
      api.call('listWebhookDeliveries', {
        params: { endpoint: this.endpoint },
        query: { ...(this.wanted && { state: this.wanted }), ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    'the deliveries',
  );

  readonly reload = (): Promise<void> => this.list.reload();

  override render(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="deliveries">
      <h2 id="deliveries" class="titled">
        <span>Deliveries</span>
        <select class="field" aria-label="Which deliveries" @change=${this.choose}>
          <option value="">All</option>
          ${Object.entries(states).map(([name, [words]]) => html`<option value=${name}>${words}</option>`)}
        </select>
      </h2>
      ${this.deed.render()}
      ${this.list.render(
        (deliveries) => this.renderTable(deliveries),
        () => html`<ilm-notice heading="Nothing was sent" icon="send">What happens from now on is listed here.</ilm-notice>`,
      )}
    </section>`;
  }

  private renderTable(deliveries: readonly WebhookDelivery[]): TemplateResult {
    return html`<div class="scroll" role="region" aria-label="Deliveries" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Result</th>
            <th scope="col" class="wide">Last try</th>
            <th scope="col"><span class="sr-only">Send again</span></th>
          </tr>
        </thead>
        <tbody>
          ${deliveries.map((delivery) => this.renderDelivery(delivery))}
        </tbody>
      </table>
    </div>`;
  }

  private renderDelivery(delivery: WebhookDelivery): TemplateResult {
    const { type, event, attempts, last_status, last_error, last_attempt_at, next_attempt_at } = delivery;
    const [words, tone] = states[delivery.state];
    const detail = last_error?.replace(/\.$/, '') ?? (last_status === null ? null : `Answered ${last_status}`);
    return html`<tr>
      <th scope="row">${type}<span class="second mono">${event}</span></th>
      <td>
        <span class="badge ${tone}">${words}</span>
        ${detail === null ? nothing : html`<span class="second">${detail}${attempts > 1 ? `, ${attempts} tries` : nothing}</span>`}
        ${next_attempt_at ? html`<span class="second">Next try ${dateText(next_attempt_at, 'short')}</span>` : nothing}
      </td>
      <td class="wide when">${last_attempt_at ? dateText(last_attempt_at, 'short') : '–'}</td>
      <td class="actions">
        ${
          this.mayResend
            ? html`<button
                class="button small"
                aria-label="Send ${type} again"
                ?disabled=${this.deed.busy}
                @click=${() => this.resend(delivery)}
              >
                Resend
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private readonly choose = (event: Event): void => {
    this.wanted = (event.target as HTMLSelectElement).value as DeliveryState | '';
    void this.list.reload();
  };

  private async resend({ id }: WebhookDelivery): Promise<void> {
    const params = { endpoint: this.endpoint, delivery: id };
    await this.deed.run(() => api.call('resendWebhookDelivery', { params }), 'Sent again.');
    await this.list.reload();
  }
}

define('console-deliveries', ConsoleDeliveries);

declare global {
  interface HTMLElementTagNameMap {
    'console-deliveries': ConsoleDeliveries;
  }
}
