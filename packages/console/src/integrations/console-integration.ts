import type { AnswerOf, BodyInputOf, Integration } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { api } from '../api.js';
import '../parts/confirm.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { fact } from '../parts/fact.js';
import { filledIn } from '../parts/form.js';
import { languageName, languageOptions } from '../parts/languages.js';
import { Loading } from '../parts/loading.js';
import '../parts/secret.js';
import { Section } from '../parts/section.js';
import { integrationState } from './console-integrations.js';
import { needField } from './console-new-integration.js';
import './console-orders.js';
import { handOver, kinds } from './kinds.js';

type Change = BodyInputOf<'updateIntegration'>;

/** `<console-integration>`: one ATS, what can be done with it, and what it ordered. */
export class ConsoleIntegration extends Section {
  @state() private rolled: AnswerOf<'rollIntegrationKey'> | null = null;
  @state() private changing = false;
  @query('console-confirm') private readonly question!: ConsoleConfirm;
  private readonly deed = new Deed(this);
  private readonly integration = new Loading<Integration>(
    this,
    (signal) => api.call('getIntegration', { params: this.named, signal }),
    'the ATS',
  );

  get heading(): string {
    return this.integration.value?.name ?? 'ATS';
  }

  private get named(): { integration: string } {
    return { integration: this.item };
  }

  override render(): TemplateResult {
    return html`<p><a href="/console/ats">All applicant tracking systems</a></p>
      ${this.integration.render((integration) => this.renderIntegration(integration))}`;
  }

  private renderIntegration(integration: Integration): TemplateResult {
    const { name, kind, url, base_url, account, last_used_at, created_at, invitation_locale, key_prefix, previous_key_until } = integration;
    return html`
      <div class="head"><h1 tabindex="-1" dir="auto">${name}</h1></div>
      <div class="card">
        <dl>
          ${fact('System', kinds[kind].title)} ${fact('State', integrationState(integration))}
          ${fact('It last called', last_used_at ? dateText(last_used_at, 'short') : 'never')}
          ${fact('Connected', dateText(created_at, 'short'))}
          ${fact('Candidates are invited', invitation_locale ? `by us, in ${languageName(invitation_locale)}` : 'by you')}
          ${fact('Our address for it', html`<span class="mono">${url}</span>`)}
          ${fact('Its key', html`<span class="mono">${key_prefix}…</span>`)}
          ${previous_key_until ? fact('The key before works', `until ${dateText(previous_key_until, 'short')}`) : nothing}
          ${base_url ? fact('Its address', html`<span class="mono">${base_url}</span>`) : nothing}
          ${account ? fact('Account', html`<span class="mono">${account}</span>`) : nothing}
        </dl>
      </div>
      ${this.may('integrations:write') ? this.renderActions(integration) : nothing}
      ${this.changing ? this.renderForm(integration) : nothing}
      ${
        this.rolled
          ? html`<section class="card" aria-labelledby="rolled">
              <h2 id="rolled" tabindex="-1">The new key</h2>
              ${handOver(this.rolled)}
            </section>`
          : nothing
      }
      <console-orders .integration=${this.item} .mayChange=${this.may('integrations:write')}></console-orders>
      <console-confirm heading="Disconnect “${name}”?" action="Disconnect" @confirmed=${this.disconnect}>
        Nothing is taken from it and nothing is told to it any more, and its orders are forgotten. The interviews stay.
      </console-confirm>
    `;
  }

  private renderActions({ enabled }: Integration): TemplateResult {
    const { busy } = this.deed;
    return html`<div class="card">
      <div class="row">
        <button class="button primary" ?disabled=${busy} @click=${this.test}>Test the connection</button>
        <button class="button" ?disabled=${busy} aria-expanded=${this.changing} @click=${this.toggle}>Change …</button>
        <button class="button" ?disabled=${busy} @click=${() => this.turn(!enabled)}>${enabled ? 'Switch off' : 'Switch on'}</button>
        <button class="button" ?disabled=${busy} @click=${this.roll}>Roll the key</button>
        <button class="button danger" ?disabled=${busy} @click=${() => this.question.show()}>Disconnect</button>
      </div>
      ${this.deed.render()}
    </div>`;
  }

  private renderForm({ name, kind, invitation_locale }: Integration): TemplateResult {
    return html`<section class="card" aria-labelledby="change">
      <h2 id="change">Change it</h2>
      <form @submit=${this.submit}>
        <div class="fields">
          <label>Name <input class="field" name="name" required maxlength="100" .value=${name} /></label>
          ${kinds[kind].needs.map((need) => needField(need, false))}
          <label>
            Invitation to the candidate
            <select class="field" name="invitation_locale">
              ${languageOptions(invitation_locale ?? '')}
              <option value="none" ?selected=${invitation_locale === null}>None: we invite ourselves</option>
            </select>
          </label>
        </div>
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Save</button>
          <button type="button" class="button quiet" @click=${this.toggle}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private readonly toggle = (): void => {
    this.changing = !this.changing;
    this.deed.clear();
    if (this.changing) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input')?.focus());
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { invitation_locale, ...rest } = filledIn(event.currentTarget);
    await this.change({ ...rest, invitation_locale: invitation_locale === 'none' ? null : invitation_locale } as Change, 'It is changed.');
  };

  private turn = (enabled: boolean): Promise<void> => this.change({ enabled }, enabled ? 'It is switched on.' : 'It is switched off.');

  private async change(body: Change, done: string): Promise<void> {
    const changed = await this.deed.run(() => api.call('updateIntegration', { params: this.named, body }), done);
    if (!changed) return;
    this.changing = false;
    await this.integration.reload();
  }

  private readonly test = async (): Promise<void> => {
    const result = await this.deed.run(() => api.call('testIntegration', { params: this.named }));
    if (!result) return;
    if (result.state === 'failed') this.deed.complain(`It did not work. ${result.detail}`);
    else this.deed.say(result.detail);
  };

  private readonly roll = async (): Promise<void> => {
    const done = 'For 24 hours the old key works as well.';
    this.rolled = await this.deed.run(() => api.call('rollIntegrationKey', { params: this.named, body: {} }), done);
    if (!this.rolled) return;
    await this.integration.reload();
    this.renderRoot.querySelector<HTMLElement>('#rolled')?.focus();
  };

  private readonly disconnect = async (): Promise<void> => {
    const done = await this.deed.run(async () => {
      await api.call('deleteIntegration', { params: this.named });
      return true;
    });
    if (done) this.leaveTo('/console/ats');
  };
}

define('console-integration', ConsoleIntegration);

declare global {
  interface HTMLElementTagNameMap {
    'console-integration': ConsoleIntegration;
  }
}
