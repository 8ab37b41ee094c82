import type { AnswerOf, Usage, UsageEntry } from '@interviewlm/protocol';
import { dateText, define, shortNumberText } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { fact } from '../parts/fact.js';
import { Loading } from '../parts/loading.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';
import { costChart, costText, everyDay, parts } from './chart.js';

const day_ms = 86_400_000;
const ranges = [7, 30, 90] as const;

/** `<console-usage>`: what was used and what it costs, by day and by interview. */
export class ConsoleUsage extends Section {
  static override styles = [
    ...[Section.styles].flat(),
    css`
      figure {
        margin: 0;
        padding: var(--_space-4);
      }
      .chart {
        display: block;
        width: 100%;
        height: 140px;
      }
      .chart line {
        stroke: var(--_border-strong);
        vector-effect: non-scaling-stroke;
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--_space-1) var(--_space-4);
        margin-top: var(--_space-2);
        color: var(--_muted);
        font-size: var(--_size-s);
      }
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: var(--_space-1) var(--_space-3);
      }
      .key::before {
        content: '';
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--_part);
      }
      .assistant {
        --_part: var(--_accent);
      }
      .sandbox {
        --_part: var(--_success);
      }
      .volume {
        --_part: var(--_warning);
      }
      .archive {
        --_part: var(--_border-strong);
      }
      rect {
        fill: var(--_part);
      }
      .total {
        font: 650 var(--_size-xl) / 1.3 var(--_font);
      }
      summary {
        padding: var(--_space-3) var(--_space-4);
        border-top: 1px solid var(--_border);
        color: var(--_accent);
        cursor: pointer;
      }
    `,
  ];

  readonly heading = 'Usage and cost';
  @state() private days: number = 30;
  private readonly daily = new Loading(
    this,
    (signal) => api.call('getUsage', { query: { by: 'day', limit: 100, ...this.range }, signal }),
    'the usage',
  );
  private readonly byInterview = new Paged<UsageEntry>(
    this,
    (cursor, signal) =>
      api.call('getUsage', { query: { by: 'interview', ...this.range, ...(cursor !== undefined && { cursor }) }, signal }),
    'the usage',
  );

  /** Its first and last day, in UTC. */
  private get range(): { from: string; to: string } {
    const now = Date.now();
    return { from: dayOf(now - (this.days - 1) * day_ms), to: dayOf(now) };
  }

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">Usage and cost</h1>
        <select class="field range" aria-label="Time" @change=${this.choose}>
          ${ranges.map((days) => html`<option value=${days} ?selected=${days === this.days}>The last ${days} days</option>`)}
        </select>
      </div>
      ${this.daily.render((page) => this.renderDaily(page))}
      <section class="card flush" aria-labelledby="interviews">
        <h2 id="interviews">By interview</h2>
        ${this.byInterview.render(
          (entries) => table('Usage by interview', 'Interview', entries),
          () => html`<ilm-notice heading="Nothing was used" icon="clock">No interview used anything in this time.</ilm-notice>`,
        )}
      </section>
    `;
  }

  private renderDaily({ data, totals }: AnswerOf<'getUsage'>): TemplateResult {
    const { from, to } = this.range;
    return html`<div class="card">
        <dl>
          ${fact('Together', html`<span class="total">${costText(totals.cost_micros)}</span>`)}
          ${parts.map(([name, words]) => fact(words, html`${costText(totals.costs_micros[name])}<br /><span class="muted">${amounts[name](totals)}</span>`))}
        </dl>
      </div>
      <section class="card flush" aria-labelledby="days">
        <h2 id="days">By day</h2>
        ${costChart(everyDay(data, from, to))}
        ${
          data.length === 0
            ? nothing
            : html`<details>
                <summary>The same as a table</summary>
                ${table('Usage by day', 'Day', data)}
              </details>`
        }
      </section>`;
  }

  private readonly choose = (event: Event): void => {
    this.days = Number((event.target as HTMLSelectElement).value);
    void this.daily.reload();
    void this.byInterview.reload();
  };
}

const amounts: Readonly<Record<(typeof parts)[number][0], (usage: Usage) => string>> = {
  assistant: ({ assistant_tokens }) => `${shortNumberText(assistant_tokens)} tokens`,
  sandbox: ({ sandbox_ms }) => `${shortNumberText(sandbox_ms / 3_600_000)} hours`,
  volume: ({ volume_byte_days }) => `${shortNumberText(volume_byte_days / 1e9)} GB-days`,
  archive: ({ archive_bytes }) => `${shortNumberText(archive_bytes / 1e6)} MB`,
};

const table = (name: string, first: string, entries: readonly UsageEntry[]) =>
  html`<div class="scroll" role="region" aria-label=${name} tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${parts.map(([, words]) => html`<th scope="col" class="number wide">${words}</th>`)}
          <th scope="col" class="number">Cost</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          (entry) =>
            html`<tr>
              <th scope="row">${entry.day ? dateText(entry.day) : interviewLink(entry.interview)}</th>
              ${parts.map(([part]) => html`<td class="number wide">${costText(entry.costs_micros[part])}</td>`)}
              <td class="number">${costText(entry.cost_micros)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

const interviewLink = (id: string | null) => (id === null ? nothing : html`<a class="mono" href="/console/interviews/${id}">${id}</a>`);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

define('console-usage', ConsoleUsage);

declare global {
  interface HTMLElementTagNameMap {
    'console-usage': ConsoleUsage;
  }
}
