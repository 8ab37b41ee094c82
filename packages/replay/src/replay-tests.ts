import type { Run, RunResultData } from '@interviewlm/recording';
import { BaseElement, define, durationText, icon, listed, msg, str } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { panelStyles } from './panel-styles.js';
import { retold } from './retold.js';

const mostShown = 300;

/** The newest test run at one moment, and how the ones before it went. */
export class ReplayTests extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...panelStyles,
    css`
      .summary {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 10px 12px;
        border-bottom: 1px solid var(--_border);
      }
      .summary strong {
        flex: 1;
        font-weight: 600;
      }
      .history {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
        padding: 0 12px 10px;
        border-bottom: 1px solid var(--_border);
      }
      .history .dot {
        width: 14px;
        height: 6px;
        border-radius: 2px;
        background: linear-gradient(90deg, var(--_success) var(--share), var(--_danger) var(--share));
      }
      .results {
        padding: 4px 0;
      }
      .results li {
        display: grid;
        grid-template-columns: 16px 1fr auto;
        gap: 2px 8px;
        align-items: start;
        padding: 4px 12px;
      }
      .results .icon {
        margin-top: 2px;
      }
      .passed .icon {
        color: var(--_success);
      }
      .failed .icon {
        color: var(--_danger);
      }
      .name {
        overflow-wrap: anywhere;
      }
      .ms {
        color: var(--_faint);
        font-size: var(--_size-xs);
        font-variant-numeric: tabular-nums;
      }
      pre {
        grid-column: 2 / -1;
        max-height: 160px;
        margin: 2px 0 4px;
        padding: 6px 8px;
        border-radius: var(--_radius-s);
        background: var(--_sunken);
        font: 400 12px/17px var(--_mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) runs: readonly Run[] = [];

  override render() {
    const run = this.runs.at(-1);
    if (!run) return html`<ilm-notice icon="tests">${msg('No tests were run up to this moment.')}</ilm-notice>`;
    const shown = run.result ?? this.runs.at(-2)?.result ?? null;
    return html`
      <div class="summary">
        <strong>${run.result ? titleOf(run.result) : msg('Tests are running')}</strong>
        ${run.kind === 'submit' ? html`<span class="badge accent">${msg('Submission')}</span>` : nothing}
        <span class="badge">${msg(str`Run ${this.runs.length}`)}</span>
      </div>
      ${this.renderHistory()}
      ${
        shown
          ? html`<ul class="results scroll" aria-label=${msg('Test results')} tabindex="0">
              ${shown.tests.slice(0, mostShown).map(renderTest)}
            </ul>`
          : nothing
      }
    `;
  }

  private renderHistory() {
    const results = this.runs.slice(-60).flatMap(({ result }) => result ?? []);
    if (results.length < 2) return nothing;
    const said = msg(str`Earlier runs: ${listed(results.map(({ passed, total }) => msg(str`${passed} of ${total}`)))}`);
    const share = ({ passed, total }: RunResultData) => `--share: ${total ? (passed / total) * 100 : 0}%`;
    return html`<div class="history" role="img" aria-label=${said} title=${said}>
      ${results.map((result) => html`<span class="dot" style=${share(result)}></span>`)}
    </div>`;
  }
}

function titleOf({ passed, failed, total, timed_out, stopped }: RunResultData): string {
  if (timed_out) return msg('The run took too long');
  if (stopped) return retold(stopped);
  return failed === 0 && total > 0 ? msg(str`All ${total} passed`) : msg(str`${passed} of ${total} passed`);
}

const statusWords = (): Record<RunResultData['tests'][number]['status'], string> => ({
  passed: msg('Passed'),
  failed: msg('Failed'),
  error: msg('Error'),
  skipped: msg('Skipped'),
  missing: msg('Did not run'),
});

function renderTest({ name, status, message, duration_ms }: RunResultData['tests'][number]) {
  const passed = status === 'passed';
  return html`<li class=${passed ? 'passed' : 'failed'}>
    ${icon(passed ? 'check' : 'cross')}
    <span class="name"><span class="sr-only">${statusWords()[status]}: </span><bdi>${name}</bdi></span>
    <span class="ms">${passed ? durationText(duration_ms) : statusWords()[status]}</span>
    ${message ? html`<pre class="scroll" dir="ltr" tabindex="0">${message.slice(0, 4000)}</pre>` : nothing}
  </li>`;
}

define('replay-tests', ReplayTests);

declare global {
  interface HTMLElementTagNameMap {
    'replay-tests': ReplayTests;
  }
}
