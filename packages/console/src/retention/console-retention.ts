import type { Assessment, AuditEntry } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.js';
import { allAssessments } from '../assessments/all.js';
import { Loading } from '../parts/loading.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';
import './console-data-classes.js';
import './console-erase.js';

/** `<console-retention>`: for how long things stay, the form that erases an interview, and what was erased with its certificates. */
export class ConsoleRetention extends Section {
  readonly heading = 'Retention and erasure';
  private readonly assessments = new Loading<Assessment[]>(this, (signal) => allAssessments(this.session, signal), 'the assessments');
  private readonly erased = new Paged<AuditEntry>(
    this,
    async (cursor, signal) => {
      if (!this.may('audit:read')) return { data: [], next_cursor: null };
      return api.call('listAuditLog', { query: { action: 'eraseInterview', ...(cursor !== undefined && { cursor }) }, signal });
    },
    'what was erased',
  );

  override render(): TemplateResult {
    return html`
      <div class="head"><h1 tabindex="-1">Retention and erasure</h1></div>
      <p class="lead">
        A candidate can ask you to erase what is known of them. Everything of an interview is deleted then, in every place, and a signed
        certificate says so.
      </p>
      <console-erase .item=${this.item} @erased=${this.erased.reload}></console-erase>
      ${this.may('audit:read') ? this.renderErased() : nothing}
      ${this.may('privacy:read') ? html`<console-data-classes .session=${this.session}></console-data-classes>` : nothing}
      <section class="card flush" aria-labelledby="kept">
        <h2 id="kept">How long files stay at hand</h2>
        ${this.assessments.render((all) =>
          all.length === 0 ? html`<ilm-notice icon="book">There are no assessments.</ilm-notice>` : retentionTable(all),
        )}
      </section>
    `;
  }

  private renderErased(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="erased">
      <h2 id="erased">What was erased</h2>
      ${this.erased.render(
        (entries) =>
          html`<table>
            <thead>
              <tr>
                <th scope="col">Interview</th>
                <th scope="col" class="wide">When</th>
                <th scope="col"><span class="sr-only">Certificate</span></th>
              </tr>
            </thead>
            <tbody>
              ${entries.map(
                ({ target, at }) =>
                  html`<tr>
                    <th scope="row" class="mono">${target}</th>
                    <td class="wide when">${dateText(at, 'short')}</td>
                    <td class="actions">
                      <a
                        class="button small"
                        href="/api/interview/${target}/erasure"
                        download="erasure-${target}.json"
                        aria-label="Certificate of ${target}"
                        >Certificate</a
                      >
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`,
        () => html`<ilm-notice icon="trash">Nothing was erased yet.</ilm-notice>`,
      )}
    </section>`;
  }
}

const retentionTable = (all: readonly Assessment[]) =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Assessment</th>
        <th scope="col" class="number">After archiving</th>
      </tr>
    </thead>
    <tbody>
      ${all.map(
        ({ title, retention_days }) =>
          html`<tr>
            <th scope="row" dir="auto">${title}</th>
            <td class="number">${retention_days === null ? 'as the server says' : `${retention_days} days`}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

define('console-retention', ConsoleRetention);

declare global {
  interface HTMLElementTagNameMap {
    'console-retention': ConsoleRetention;
  }
}
