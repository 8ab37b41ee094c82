import type { AnswerOf, ApiKey } from '@interviewlm/protocol';
import { dateText, define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { api, SignedOutEvent } from '../api.js';
import '../parts/confirm.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { Paged } from '../parts/paged.js';
import '../parts/secret.js';
import { Section } from '../parts/section.js';
import './console-new-key.js';

/** `<console-keys>`: the credentials of this world. A key is shown when it is made, and never again. */
export class ConsoleKeys extends Section {
  readonly heading = 'Keys';
  @state() private making = false;
  @state() private made: AnswerOf<'createKey'> | null = null;
  /** Which one the question is about. */
  @state() private chosen: ApiKey | null = null;
  @query('#revoke') private readonly question!: ConsoleConfirm;
  private readonly deed = new Deed(this);
  private readonly list = new Paged<ApiKey>(
    this,
    (cursor, signal) => api.call('listKeys', { query: { limit: 50, ...(cursor !== undefined && { cursor }) }, signal }),
    'the keys',
  );

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">Keys</h1>
        ${
          this.may('keys:write') && !this.making
            ? html`<button class="button primary" @click=${this.open}>${icon('plus')} Make a key</button>`
            : nothing
        }
      </div>
      <p class="lead">
        A secret key belongs on your server alone. A publishable key may stand in a page: it only works from your
        <a href="/console/origins">origins</a>, and only starts interviews.
      </p>
      ${
        this.making ? html`<console-new-key .session=${this.session} @made=${this.onMade} @close=${this.close}></console-new-key>` : nothing
      }
      ${this.made ? this.renderMade(this.made) : nothing}
      <div class="card flush">
        ${this.deed.render()}
        ${this.list.render(
          (keys) => this.renderTable(keys),
          () => html`<ilm-notice heading="No keys" icon="lock"></ilm-notice>`,
        )}
      </div>
      <console-confirm id="revoke" heading="Revoke “${this.chosen?.name}”?" action="Revoke" @confirmed=${this.revoke}>
        Whatever uses ${this.chosen?.prefix}… stops working at once, and its console sessions end.
        ${this.chosen?.id === this.session.key ? html`<strong>You are signed in with this key, and will be signed out.</strong>` : nothing}
      </console-confirm>
    `;
  }

  private renderMade({ key, name }: AnswerOf<'createKey'>): TemplateResult {
    return html`<section class="card" aria-labelledby="made">
      <h2 id="made" tabindex="-1">${name}</h2>
      <p class="lead">Copy it now: it is shown this once, and stored only as a hash.</p>
      <console-secret label="The key" .value=${key}></console-secret>
    </section>`;
  }

  private renderTable(keys: readonly ApiKey[]): TemplateResult {
    return html`<div class="scroll" role="region" aria-label="Keys" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="wide">May</th>
            <th scope="col" class="wide">Last used</th>
            <th scope="col">State</th>
            <th scope="col"><span class="sr-only">Change</span></th>
          </tr>
        </thead>
        <tbody>
          ${keys.map((key) => this.renderKey(key))}
        </tbody>
      </table>
    </div>`;
  }

  private renderKey(key: ApiKey): TemplateResult {
    const { id, kind, name, prefix, scopes, last_used_at } = key;
    const [words, tone] = stateOf(key);
    const rights = kind === 'publishable' ? 'start interviews from a page' : (scopes?.join(', ') ?? 'everything');
    return html`<tr>
      <th scope="row">
        <span dir="auto">${name}</span> ${id === this.session.key ? html`<span class="badge accent">yours now</span>` : nothing}
        <span class="second mono">${prefix}…</span>
      </th>
      <td class="wide">${rights}</td>
      <td class="wide when">${last_used_at ? dateText(last_used_at, 'short') : 'never'}</td>
      <td><span class="badge ${tone}">${words}</span></td>
      <td class="actions">
        ${
          tone !== 'danger' && this.may('keys:write')
            ? html`<div class="row end">
                <button class="button small" aria-label="Roll ${name}" ?disabled=${this.deed.busy} @click=${() => this.roll(key)}>
                  Roll
                </button>
                <button class="button small danger" aria-label="Revoke ${name}" ?disabled=${this.deed.busy} @click=${() => this.ask(key)}>
                  Revoke
                </button>
              </div>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private readonly open = (): void => {
    [this.making, this.made] = [true, null];
  };

  private readonly close = (): void => {
    this.making = false;
    void this.updateComplete.then(() => this.focus());
  };

  private readonly onMade = (event: CustomEvent<AnswerOf<'createKey'>>): void => this.show(event.detail);

  private async roll({ id }: ApiKey): Promise<void> {
    const done = 'The old key goes on working for 24 hours. Put the new one in its place until then.';
    const made = await this.deed.run(() => api.call('rollKey', { params: { key: id }, body: {} }), done);
    if (made) this.show(made);
  }

  private show(made: AnswerOf<'createKey'>): void {
    [this.making, this.made] = [false, made];
    void this.list.reload();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#made')?.focus());
  }

  private ask(key: ApiKey): void {
    this.chosen = key;
    void this.updateComplete.then(() => this.question.show());
  }

  private readonly revoke = async (): Promise<void> => {
    const key = this.chosen;
    if (!key) return;
    const done = await this.deed.run(async () => {
      await api.call('revokeKey', { params: { key: key.id } });
      return true;
    }, `“${key.name}” is revoked.`);
    if (done && key.id === this.session.key) window.dispatchEvent(new SignedOutEvent());
    else await this.list.reload();
  };
}

function stateOf({ revoked_at, expires_at }: ApiKey): [words: string, tone: string] {
  if (revoked_at) return [`Revoked ${dateText(revoked_at)}`, 'danger'];
  if (!expires_at) return ['Active', 'success'];
  return new Date(expires_at) <= new Date()
    ? [`Ended ${dateText(expires_at)}`, 'danger']
    : [`Until ${dateText(expires_at, 'short')}`, 'warning'];
}

define('console-keys', ConsoleKeys);

declare global {
  interface HTMLElementTagNameMap {
    'console-keys': ConsoleKeys;
  }
}
