import type { AnswerOf, WebhookEndpoint, WebhookEventType } from '@interviewlm/protocol';
import { define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf, ticked } from '../parts/form.js';
import { Paged } from '../parts/paged.js';
import '../parts/secret.js';
import { Section } from '../parts/section.js';
import { endpointState, eventWords } from './events.js';

/** `<console-webhooks>`: the addresses that events are sent to, and the form that adds one. */
export class ConsoleWebhooks extends Section {
  readonly heading = 'Webhooks';
  @state() private adding = false;
  @state() private all = true;
  @state() private made: AnswerOf<'createWebhookEndpoint'> | null = null;
  private readonly deed = new Deed(this);
  private readonly list = new Paged<WebhookEndpoint>(
    this,
    (cursor, signal) => api.call('listWebhookEndpoints', { query: cursor === undefined ? {} : { cursor }, signal }),
    'the webhook endpoints',
  );

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">Webhooks</h1>
        ${
          this.may('webhooks:write') && !this.adding
            ? html`<button class="button primary" @click=${this.open}>${icon('plus')} Add an endpoint</button>`
            : nothing
        }
      </div>
      <p class="lead">Your server is told what happens, signed as Standard Webhooks. What doesn’t arrive is tried again for three days.</p>
      ${this.adding ? this.renderForm() : nothing} ${this.made ? this.renderMade(this.made) : nothing}
      <div class="card flush">
        ${this.list.render(
          (endpoints) => table(endpoints),
          () => html`<ilm-notice heading="No endpoints yet" icon="send">Add the address that your server listens at.</ilm-notice>`,
        )}
      </div>
    `;
  }

  private renderForm(): TemplateResult {
    return html`<section class="card" aria-labelledby="add">
      <h2 id="add">Add an endpoint</h2>
      <form @submit=${this.submit}>
        <div class="fields">
          <label>
            Address
            <input class="field" name="url" type="url" required maxlength="2000" placeholder="https://example.com/hooks" />
          </label>
          <label>Description <input class="field" name="description" maxlength="200" /></label>
        </div>
        <fieldset>
          <legend>It listens to</legend>
          <label class="check">
            <input type="checkbox" .checked=${this.all} @change=${() => (this.all = !this.all)} /> Everything, also what is added later
          </label>
          ${
            this.all
              ? nothing
              : html`<div class="checks">
                  ${Object.entries(eventWords).map(
                    ([event, words]) => html`<label class="check"><input type="checkbox" name="events" value=${event} /> ${words}</label>`,
                  )}
                </div>`
          }
        </fieldset>
        ${this.deed.render()}
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Add the endpoint</button>
          <button type="button" class="button quiet" @click=${this.close}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private renderMade({ id, secret }: AnswerOf<'createWebhookEndpoint'>): TemplateResult {
    return html`<section class="card" aria-labelledby="made">
      <h2 id="made" tabindex="-1">The endpoint is there</h2>
      <p class="lead">
        Put the secret on your server, which checks signatures with it: it is shown this once. Then
        <a href="/console/webhooks/${id}">send a test event</a>.
      </p>
      <console-secret label="The secret" .value=${secret}></console-secret>
    </section>`;
  }

  private readonly open = (): void => {
    [this.adding, this.made] = [true, null];
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input')?.focus());
  };

  private readonly close = (): void => {
    this.adding = false;
    void this.updateComplete.then(() => this.focus());
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const { url = '', description = '' } = textsOf(form);
    const events = this.all ? null : (ticked(form, 'events') as WebhookEventType[]);
    const made = await this.deed.run(() => api.call('createWebhookEndpoint', { body: { url, description, events } }));
    if (!made) return;
    [this.adding, this.made] = [false, made];
    void this.list.reload();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#made')?.focus();
  };
}

const table = (endpoints: readonly WebhookEndpoint[]) =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col" class="wide">Listens to</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${endpoints.map(
          (endpoint) =>
            html`<tr>
              <th scope="row">
                <a class="address" href="/console/webhooks/${endpoint.id}">${endpoint.url}</a>
                <span class="second">${endpoint.description}</span>
              </th>
              <td class="wide">
                ${endpoint.events === null ? 'everything' : `${endpoint.events.length} of ${Object.keys(eventWords).length}`}
              </td>
              <td>${endpointState(endpoint)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

define('console-webhooks', ConsoleWebhooks);

declare global {
  interface HTMLElementTagNameMap {
    'console-webhooks': ConsoleWebhooks;
  }
}
