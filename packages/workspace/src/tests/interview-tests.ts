import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import type { RunResult, TestResult } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, icon, scrollStyles } from '@interviewlm/ui';
import type { IconName } from '@interviewlm/ui';
import { Part } from '../part.js';
import type { Workspace } from '../state/workspace.js';
import { testsStyles } from './tests-styles.js';

/** `<interview-tests>`: runs the visible tests and shows what each said, the program's output, and earlier runs of this page. */
export class InterviewTests extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, badgeStyles, scrollStyles, testsStyles];

  /** Which earlier run is shown; 0 is the newest. */
  @state() private index = 0;

  protected override observes({ tests, session }: Workspace) {
    return [tests, session];
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.bar button')?.focus();
  }

  override render() {
    const tests = this.workspace?.tests;
    const result = tests?.history[this.index] ?? tests?.result ?? null;
    return html`
      <div class="bar">
        ${
          tests?.running
            ? html`<button class="button small" @click=${() => tests.cancel()}>${icon('stop')}Cancel</button>`
            : html`<button
                class="button small primary"
                ?disabled=${this.workspace?.session.phase !== 'active'}
                @click=${() => void this.run()}
              >
                ${icon('play')}Run tests
              </button>`
        }
        <span class="summary" role="status">${this.summary(result)}</span>
        ${tests && tests.history.length > 1 ? this.renderHistory(tests.history) : nothing}
      </div>
      <div class="body scroll">${this.renderBody(result)}</div>
    `;
  }

  /** Saves everything and runs the tests. */
  async run(): Promise<void> {
    this.index = 0;
    await this.workspace?.tests.run();
  }

  private summary(result: RunResult | null) {
    const tests = this.workspace?.tests;
    if (tests?.running) return html`<ilm-spinner label="Running your tests…"></ilm-spinner>`;
    if (tests?.problem) return html`<span class="problem">${tests.problem}</span>`;
    if (!result) return nothing;
    const tone = result.failed === 0 && result.total > 0 ? 'success' : 'danger';
    return html`<span class="badge ${tone}">${result.passed} of ${result.total} passed</span
      ><span class="time">${duration(result.duration_ms)}</span>`;
  }

  private renderHistory(history: readonly RunResult[]) {
    return html`<label class="history"
      ><span class="sr-only">Run</span>
      <select @change=${(event: Event) => (this.index = (event.target as HTMLSelectElement).selectedIndex)}>
        ${history.map(
          (run, at) => html`<option ?selected=${at === this.index}>Run ${history.length - at}: ${run.passed} of ${run.total}</option>`,
        )}
      </select>
    </label>`;
  }

  private renderBody(result: RunResult | null) {
    const tests = this.workspace?.tests;
    if (tests?.running) return tests.output ? html`<pre class="output" tabindex="0">${tests.output}</pre>` : nothing;
    if (!result)
      return tests?.problem
        ? nothing
        : html`<ilm-notice icon="tests" heading="No tests were run yet"
            >Your files are saved first. You can run the tests as often as you like.</ilm-notice
          >`;
    const output = [result.stdout, result.stderr].filter(Boolean).join('\n');
    return html`
      ${result.stopped ? html`<p class="stopped" role="alert">${icon('warning')}${result.stopped}</p>` : nothing}
      <ul class="list">
        ${result.tests.toSorted(failedFirst).map(renderTest)}
      </ul>
      ${
        output
          ? html`<details class="printed" ?open=${result.tests.length === 0}>
              <summary>Output${result.truncated ? ' (shortened)' : ''}</summary>
              <pre class="output" tabindex="0">${output}</pre>
            </details>`
          : nothing
      }
    `;
  }
}

const marks: Record<TestResult['status'], readonly [IconName, string, string]> = {
  passed: ['check', 'success', 'Passed'],
  failed: ['cross', 'danger', 'Failed'],
  error: ['warning', 'danger', 'Error'],
  skipped: ['minus', 'warning', 'Skipped'],
  missing: ['minus', 'danger', 'Did not run'],
};

const failedFirst = (a: TestResult, b: TestResult) => Number(a.status === 'passed') - Number(b.status === 'passed');

function renderTest({ name, status, message, duration_ms }: TestResult) {
  const [mark, tone, words] = marks[status];
  const head = html`<span class="mark ${tone}">${icon(mark)}</span><span class="name">${name}</span><span class="sr-only">, ${words}</span
    ><span class="time">${status === 'passed' ? duration(duration_ms) : words}</span>`;
  return html`<li>
    ${
      message
        ? html`<details open>
            <summary>${head}</summary>
            <pre class="message" tabindex="0">${message}</pre>
          </details>`
        : html`<div class="line">${head}</div>`
    }
  </li>`;
}

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

define('interview-tests', InterviewTests);

declare global {
  interface HTMLElementTagNameMap {
    'interview-tests': InterviewTests;
  }
}
