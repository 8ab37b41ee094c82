import type { AuditEntry } from '@interviewlm/protocol';
import { dateText, define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { filledIn } from '../parts/form.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';

/** `<console-audit>`: who changed what, and who looked at a judgement. */
export class ConsoleAudit extends Section {
  readonly heading = 'Audit log';
  @state() private filters: Readonly<Record<string, string>> = {};
  private readonly list = new Paged<AuditEntry>(
    this,
    (cursor, signal) =>
      api.call('listAuditLog', { query: { limit: 50, ...this.filters, ...(cursor !== undefined && { cursor }) }, signal }),
    'the audit log',
  );

  override render(): TemplateResult {
    return html`
      <div class="head"><h1 tabindex="-1">Audit log</h1></div>
      <p class="lead">Who changed something, took a copy of it away, or looked at a judgement. Entries are added and never changed.</p>
      <form class="card" role="search" aria-label="Filter the audit log" @submit=${this.filter}>
        <div class="fields">
          <label>What it was done to <input class="field mono" name="target" placeholder="itv_…" maxlength="100" /></label>
          <label>By the key or person <input class="field mono" name="actor" placeholder="key_… or mem_…" maxlength="100" /></label>
          <label>Operation <input class="field mono" name="action" placeholder="createKey" maxlength="100" /></label>
          <div class="row"><button class="button">${icon('search')} Find</button></div>
        </div>
      </form>
      <div class="card flush">
        ${this.list.render(
          (entries) => table(entries),
          () => html`<ilm-notice heading="No entry is like that" icon="search"></ilm-notice>`,
        )}
      </div>
    `;
  }

  private readonly filter = (event: SubmitEvent): void => {
    event.preventDefault();
    this.filters = filledIn(event.currentTarget);
    void this.list.reload();
  };
}

const table = (entries: readonly AuditEntry[]) =>
  html`<div class="scroll" role="region" aria-label="Audit log" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col" class="wide">To</th>
          <th scope="col" class="wide">By</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          ({ at, action, target, actor, address, details }) =>
            html`<tr>
              <td class="when">${dateText(at, 'short')}</td>
              <th scope="row">${words(action)}<span class="second">${address ?? nothing}</span></th>
              <td class="wide mono">${target ?? (details ? countsOf(details) : '–')}</td>
              <td class="wide">${actors[actor.kind]} ${actor.email ?? nothing} <span class="second mono">${actor.id}</span></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** `recording: 12, chat: 12` */
const countsOf = (details: Readonly<Record<string, number>>) =>
  Object.entries(details)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ');

const actors: Readonly<Record<AuditEntry['actor']['kind'], string>> = {
  secret: 'A secret key',
  member: '',
  integration: 'The ATS connected as',
  retention: 'The retention set by',
  publishable: 'A publishable key',
  observer: 'An observer of',
  reviewer: 'A reviewer of',
};

/** `createWebhookEndpoint`, as people write it. */
function words(action: string): string {
  const text = action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

define('console-audit', ConsoleAudit);

declare global {
  interface HTMLElementTagNameMap {
    'console-audit': ConsoleAudit;
  }
}
