import type { WebhookEndpoint } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { api } from '../api.js';
import '../parts/confirm.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { fact } from '../parts/fact.js';
import { Loading } from '../parts/loading.js';
import '../parts/secret.js';
import { Section } from '../parts/section.js';
import './console-deliveries.js';
import type { ConsoleDeliveries } from './console-deliveries.js';
import { endpointState, eventWords } from './events.js';

/** `<console-webhook>`: one endpoint, what can be done with it, and what was sent there. */
export class ConsoleWebhook extends Section {
  @state() private secret = '';
  @query('console-confirm') private readonly question!: ConsoleConfirm;
  @query('console-deliveries') private readonly deliveries!: ConsoleDeliveries | null;
  private readonly deed = new Deed(this);
  private readonly endpoint = new Loading(
    this,
    (signal) => api.call('getWebhookEndpoint', { params: this.named, signal }),
    'the webhook endpoint',
  );

  get heading(): string {
    return this.endpoint.value?.url ?? 'Webhook endpoint';
  }

  private get named(): { endpoint: string } {
    return { endpoint: this.item };
  }

  override render(): TemplateResult {
    return html`<p><a href="/console/webhooks">All webhook endpoints</a></p>
      ${this.endpoint.render((endpoint) => this.renderEndpoint(endpoint))}`;
  }

  private renderEndpoint(endpoint: WebhookEndpoint): TemplateResult {
    const { url, description, events, created_at, enabled, failing_since, previous_secret_until: overlap } = endpoint;
    return html`
      <div class="head"><h1 tabindex="-1">${url}</h1></div>
      <div class="card">
        <dl>
          ${fact('State', endpointState(endpoint))} ${fact('Added', dateText(created_at, 'short'))}
          ${description ? fact('Description', description) : nothing}
          ${failing_since ? fact('Failing since', dateText(failing_since, 'short')) : nothing}
          ${overlap ? fact('Also signed with the old secret', `until ${dateText(overlap, 'short')}`) : nothing}
          ${fact('Listens to', events === null ? 'everything' : events.map((event) => eventWords[event]).join(', '))}
        </dl>
      </div>
      ${this.may('webhooks:write') ? this.renderActions(enabled) : nothing}
      ${
        this.secret
          ? html`<div class="card"><console-secret label="The new secret, shown this once" .value=${this.secret}></console-secret></div>`
          : nothing
      }
      <console-deliveries .endpoint=${this.item} .mayResend=${this.may('webhooks:write')}></console-deliveries>
      <console-confirm heading="Delete this endpoint?" action="Delete" @confirmed=${this.deleteEndpoint}>
        Nothing is sent to ${url} any more, and its deliveries are deleted.
      </console-confirm>
    `;
  }

  private renderActions(enabled: boolean): TemplateResult {
    const { busy } = this.deed;
    return html`<div class="card">
      <div class="row">
        <button class="button primary" ?disabled=${busy} @click=${this.test}>Send a test event</button>
        <button class="button" ?disabled=${busy} @click=${() => this.turn(!enabled)}>${enabled ? 'Switch off' : 'Switch on'}</button>
        <button class="button" ?disabled=${busy} @click=${this.roll}>Roll the secret</button>
        <button class="button danger" ?disabled=${busy} @click=${() => this.question.show()}>Delete</button>
      </div>
      ${this.deed.render()}
    </div>`;
  }

  private readonly test = async (): Promise<void> => {
    const delivery = await this.deed.run(() => api.call('testWebhookEndpoint', { params: this.named }));
    if (!delivery) return;
    const { state: came, last_status: status, last_error, last_duration_ms } = delivery;
    if (came === 'delivered') this.deed.say(`It arrived in ${last_duration_ms ?? 0} ms, and was answered ${status ?? ''}.`);
    else this.deed.complain(`It did not arrive. ${last_error ?? ''}`);
    await this.deliveries?.reload();
  };

  private async turn(enabled: boolean): Promise<void> {
    await this.deed.run(() => api.call('updateWebhookEndpoint', { params: this.named, body: { enabled } }));
    await this.endpoint.reload();
  }

  private readonly roll = async (): Promise<void> => {
    const done = 'For 24 hours everything is signed with both secrets.';
    const rolled = await this.deed.run(() => api.call('rollWebhookSecret', { params: this.named, body: {} }), done);
    if (!rolled) return;
    this.secret = rolled.secret;
    await this.endpoint.reload();
  };

  private readonly deleteEndpoint = async (): Promise<void> => {
    const done = await this.deed.run(async () => {
      await api.call('deleteWebhookEndpoint', { params: this.named });
      return true;
    });
    if (done) this.leaveTo('/console/webhooks');
  };
}

define('console-webhook', ConsoleWebhook);

declare global {
  interface HTMLElementTagNameMap {
    'console-webhook': ConsoleWebhook;
  }
}
