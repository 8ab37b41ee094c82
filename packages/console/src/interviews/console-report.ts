import { ProblemError } from '@interviewlm/client';
import type { CriterionName, Report } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { api } from '../api.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';

type Criterion = Report['criteria'][number];

/** The rest is in the PDF. */
const mostEvidence = 3;

const titles: Readonly<Record<CriterionName, string>> = {
  correctness: 'Correctness',
  code_quality: 'Code quality',
  problem_solving: 'Problem solving',
  ai_collaboration: 'Working with the assistant',
  communication: 'Communication',
};

/** `<console-report>`: the scores with what they rest on; each moment of evidence leads into the replay. */
export class ConsoleReport extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...sectionStyles,
    css`
      .total {
        font: 650 var(--_size-2xl) / 1.2 var(--_font);
        font-variant-numeric: tabular-nums;
      }
      .bar {
        display: block;
        width: 100%;
        min-width: 72px;
        height: 6px;
        margin-top: 7px;
      }
      .bar rect {
        fill: var(--_active);
      }
      .bar .value {
        fill: var(--_accent);
      }
      .criteria {
        padding: 0;
        list-style: none;
      }
      .criteria > li {
        display: grid;
        grid-template-columns: minmax(150px, 1fr) 110px 3fr;
        gap: var(--_space-1) var(--_space-4);
        padding: var(--_space-3) var(--_space-4);
        border-top: 1px solid var(--_border);
      }
      .criteria ul {
        list-style: disc;
        margin-top: var(--_space-1);
        padding-inline-start: 1.2em;
      }
      h3 {
        font: 600 var(--_size-m) / var(--_line) var(--_font);
      }
      .score {
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 640px) {
        .criteria > li {
          grid-template-columns: minmax(0, 1fr) 90px;
        }
        .criteria > li > :last-child {
          grid-column: 1 / -1;
        }
      }
      .head-of-report {
        padding: var(--_space-4);
      }
      .criteria + .scroll {
        border-top: 1px solid var(--_border);
      }
      @media (max-width: 640px) {
        .summary {
          width: auto;
        }
      }
    `,
  ];

  @property() interview = '';
  private readonly report = new Loading(
    this,
    (signal) => api.call('getReport', { params: { id: this.interview }, signal }).catch(notYet),
    'the report',
  );

  override render(): TemplateResult {
    return html`<section class="card flush" aria-labelledby="report">
      <h2 id="report">Report</h2>
      ${this.report.render((report) => (report ? this.renderReport(report) : pending(this.report.reload)))}
    </section>`;
  }

  private renderReport(report: Report): TemplateResult {
    const { final, score, criteria, tests } = report;
    return html`<div class="head-of-report">
        <p><span class="total">${shown(final.score)}</span> of 100${final.score === score ? nothing : `, computed ${shown(score)}`}</p>
        <p class="hint">Scores are computed from the recording and decide nothing: look at the evidence before you do.</p>
      </div>
      <ul class="criteria" aria-label="Scores">
        ${criteria.map((criterion) => this.renderCriterion(report, criterion))}
      </ul>
      ${tests.length > 0 ? testsTable(tests) : nothing}`;
  }

  private renderCriterion(report: Report, { name, score, summary, weight, evidence }: Criterion): TemplateResult {
    const override = report.overrides.findLast(({ criterion }) => criterion === name);
    const value = override?.score ?? score;
    return html`<li>
      <div>
        <h3>${titles[name]}</h3>
        <span class="muted">weighs ${Math.round(weight * 100)} %</span>
      </div>
      <div class="score">
        <strong>${shown(value)}</strong>${override ? html` <span class="muted">set by a person</span>` : nothing} ${bar(value)}
      </div>
      <div>
        <p>${summary}</p>
        <ul>
          ${evidence
            .slice(0, mostEvidence)
            .map(
              ({ from_ms, note }) =>
                html`<li><a href="/console/interviews/${this.interview}/replay#t=${clock(from_ms)}">${clock(from_ms)}</a> ${note}</li>`,
            )}
        </ul>
      </div>
    </li>`;
  }
}

/** There is none yet: null. */
function notYet(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'not_yet_scored') return null;
  throw error;
}

const pending = (again: () => Promise<void>) =>
  html`<ilm-notice heading="The answer is being scored" icon="clock">
    The report is ready in a minute or two.
    <button slot="actions" class="button" @click=${again}>Look again</button>
  </ilm-notice>`;

const testsTable = (tests: Report['tests']) =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col" class="number">Visible tests</th>
          <th scope="col" class="number">Hidden tests</th>
        </tr>
      </thead>
      <tbody>
        ${tests.map(
          ({ title, visible, hidden }) =>
            html`<tr>
              <th scope="row" dir="auto">${title}</th>
              <td class="number">${visible.passed} of ${visible.total}</td>
              <td class="number">${hidden.passed} of ${hidden.total}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** The score beside it is what is read; this is only for the eye. */
const bar = (score: number | null) =>
  score === null
    ? nothing
    : html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" rx="3" />
        <rect class="value" width=${score} height="6" rx="3" />
      </svg>`;

const shown = (score: number | null) => (score === null ? '–' : String(Math.round(score)));
const clock = (ms: number) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

define('console-report', ConsoleReport);

declare global {
  interface HTMLElementTagNameMap {
    'console-report': ConsoleReport;
  }
}
