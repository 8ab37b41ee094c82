import type { AnswerOf, ConsoleSession } from '@interviewlm/protocol';
import { BaseElement, dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';
import { may } from '../session.js';

type Link = AnswerOf<'listLinks'>['data'][number];

/** `<console-links>`: the codes that open an interview, and the way to take one back. */
export class ConsoleLinks extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property() interview = '';
  @property({ attribute: false }) session!: ConsoleSession;
  private readonly deed = new Deed(this);
  private readonly links = new Loading(this, (signal) => api.call('listLinks', { params: { id: this.interview }, signal }), 'the links');

  override render(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="links">
      <h2 id="links">Links</h2>
      ${this.deed.render()}
      ${this.links.render(({ data }) =>
        data.length === 0 ? html`<ilm-notice icon="link">No link opens this interview.</ilm-notice>` : this.renderTable(data),
      )}
    </section>`;
  }

  private renderTable(links: readonly Link[]): TemplateResult {
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">For</th>
            <th scope="col">State</th>
            <th scope="col" class="number wide">Opened</th>
            <th scope="col"><span class="sr-only">Withdraw</span></th>
          </tr>
        </thead>
        <tbody>
          ${links.map((link) => this.renderLink(link))}
        </tbody>
      </table>
    </div>`;
  }

  private renderLink(link: Link): TemplateResult {
    const state = stateOf(link);
    const who = link.role === 'candidate' ? 'The candidate' : 'A reviewer';
    return html`<tr>
      <th scope="row">${who}</th>
      <td>${state.words}</td>
      <td class="number wide">${link.redeemed} times</td>
      <td class="actions">
        ${
          state.good && may(this.session, 'interviews:write')
            ? html`<button class="button small danger" ?disabled=${this.deed.busy} @click=${() => this.withdraw(link)}>Withdraw</button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private async withdraw({ id }: Link): Promise<void> {
    const params = { id: this.interview, link: id };
    const done = 'Withdrawn. Whoever has the interview open keeps it for at most 15 minutes.';
    await this.deed.run(() => api.call('revokeLink', { params }), done);
    await this.links.reload();
  }
}

function stateOf({ revoked_at, expires_at }: Link): { words: string; good: boolean } {
  if (revoked_at) return { words: `Withdrawn ${dateText(revoked_at)}`, good: false };
  if (new Date(expires_at) <= new Date()) return { words: `Expired ${dateText(expires_at)}`, good: false };
  return { words: `Good until ${dateText(expires_at)}`, good: true };
}

define('console-links', ConsoleLinks);

declare global {
  interface HTMLElementTagNameMap {
    'console-links': ConsoleLinks;
  }
}
