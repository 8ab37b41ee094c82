import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import type { PropertyValues } from 'lit';
import type { RunResult, TestResult } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, durationText, icon, msg, scrollStyles, str } from '@interviewlm/ui';
import { Part } from '../part.js';
import type { Workspace } from '../state/workspace.js';
import { serverWords } from '../state/words.js';
import { placeIn } from './places.js';
import type { Place } from './places.js';
import { testItem } from './test-item.js';
import { testsStyles } from './tests-styles.js';

/** A line was chosen to be shown in the editor. */
export class PlaceRevealEvent extends Event {
  constructor(readonly place: Place) {
    super('place-reveal', { bubbles: true, composed: true });
  }
}

/**
 * `<interview-tests>`: runs the visible tests and shows what each said, what was expected beside what came, the program's output as it
 * comes, and earlier runs.
 *
 * @fires {PlaceRevealEvent} place-reveal - a line was chosen to be shown in the editor; `place`
 */
export class InterviewTests extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, badgeStyles, scrollStyles, testsStyles];

  /** Which earlier run is shown; 0 is the newest. */
  @state() private index = 0;
  private isAtEnd = true;

  protected override observes({ tests, session }: Workspace) {
    return [tests, session];
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Output that arrives is followed, unless the reader has gone up in it.
    const body = this.renderRoot.querySelector('.body');
    if (this.workspace?.tests.running && this.isAtEnd && body) body.scrollTop = body.scrollHeight;
  }

  /** Puts the focus on the button that runs the tests. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.bar button')?.focus();
  }

  override render() {
    const tests = this.workspace?.tests;
    const result = tests?.history[this.index] ?? tests?.result ?? null;
    return html`
      <div class="bar">
        <!-- One button for both, so that the focus stays on it while a run begins and ends. -->
        <button
          class="button small ${tests?.running ? '' : 'primary'}"
          ?disabled=${this.workspace?.session.phase !== 'active'}
          @click=${() => (tests?.running ? tests.cancel() : void this.run())}
        >
          ${tests?.running ? html`${icon('stop')}${msg('Cancel')}` : html`${icon('play')}${msg('Run tests')}`}
        </button>
        <span class="summary" role="status">${this.summary(result)}</span>
        ${tests && tests.history.length > 1 ? this.renderHistory(tests.history) : nothing}
      </div>
      <div class="body scroll" tabindex="0" role="region" aria-label=${msg('Test results')} @scroll=${this.onScroll}>
        ${this.renderBody(result)}
      </div>
    `;
  }

  /** Saves everything and runs the tests. */
  async run(): Promise<void> {
    this.index = 0;
    this.isAtEnd = true;
    await this.workspace?.tests.run();
  }

  private summary(result: RunResult | null) {
    const tests = this.workspace?.tests;
    if (tests?.running) return html`<ilm-spinner label=${msg('Running your tests…')}></ilm-spinner>`;
    if (tests?.problem) return html`<span class="problem">${tests.problem()}</span>`;
    if (!result) return nothing;
    if (result.runner_missing || result.total === 0) return html`<span class="badge">${msg('Not tested')}</span>`;
    const tone = result.failed === 0 && result.total > 0 ? 'success' : 'danger';
    return html`<span class="badge ${tone}">${msg(str`${result.passed} of ${result.total} passed`)}</span
      ><span class="time">${durationText(result.duration_ms)}</span>`;
  }

  private renderHistory(history: readonly RunResult[]) {
    return html`<label class="history"
      ><span class="sr-only">${msg('Run')}</span>
      <select @change=${(event: Event) => (this.index = (event.target as HTMLSelectElement).selectedIndex)}>
        ${history.map(
          (run, at) =>
            html`<option ?selected=${at === this.index}>${msg(str`Run ${history.length - at}: ${run.passed} of ${run.total}`)}</option>`,
        )}
      </select>
    </label>`;
  }

  private placeOf({ message = '' }: TestResult): Place | null {
    return placeIn(message, (path) => this.workspace?.files.info(path) !== undefined);
  }

  private readonly reveal = (place: Place) => {
    this.dispatchEvent(new PlaceRevealEvent(place));
  };

  private readonly onScroll = ({ target }: Event) => {
    const body = target as HTMLElement;
    this.isAtEnd = body.scrollHeight - body.scrollTop - body.clientHeight < 40;
  };

  private renderBody(result: RunResult | null) {
    const tests = this.workspace?.tests;
    if (tests?.running) return tests.output ? html`<pre class="output" dir="ltr" tabindex="0">${tests.output}</pre>` : nothing;
    if (!result)
      return tests?.problem
        ? nothing
        : html`<ilm-notice icon="tests" heading=${msg('No tests were run yet')}
            >${msg('Your files are saved first. You can run the tests as often as you like.')}</ilm-notice
          >`;
    const output = [result.stdout, result.stderr].filter(Boolean).join('\n');
    return html`
      ${result.stopped ? html`<p class="stopped" role="alert">${icon('warning')}${serverWords(result.stopped)}</p>` : nothing}
      <ul class="list">
        ${result.tests.toSorted(failedFirst).map((test) => testItem(test, this.placeOf(test), this.reveal))}
      </ul>
      ${
        output
          ? html`<details class="printed" ?open=${result.tests.length === 0}>
              <summary>${result.truncated ? msg('Output (shortened)') : msg('Output')}</summary>
              <pre class="output" dir="ltr" tabindex="0">${output}</pre>
            </details>`
          : nothing
      }
    `;
  }
}

const failedFirst = (a: TestResult, b: TestResult) => Number(a.status === 'passed') - Number(b.status === 'passed');

define('interview-tests', InterviewTests);

declare global {
  interface HTMLElementTagNameMap {
    'interview-tests': InterviewTests;
  }
  interface HTMLElementEventMap {
    'place-reveal': PlaceRevealEvent;
  }
}
