import { html, nothing } from 'lit';
import type { TestResult } from '@interviewlm/protocol';
import { durationText, icon, msg, str } from '@interviewlm/ui';
import type { IconName } from '@interviewlm/ui';
import { comparison } from './comparison.js';
import { expectationOf } from './expectation.js';
import type { Place } from './places.js';

export const marks = (): Record<TestResult['status'], readonly [IconName, string, string]> => ({
  passed: ['check', 'success', msg('Passed')],
  failed: ['cross', 'danger', msg('Failed')],
  error: ['warning', 'danger', msg('Error')],
  skipped: ['minus', 'warning', msg('Skipped')],
  missing: ['minus', 'danger', msg('Did not run')],
});

/** One test of a run. `place` is where it failed, or else where it stands; `reveal` shows that in the editor. */
export function testItem({ name, status, message, duration_ms }: TestResult, place: Place | null, reveal: (place: Place) => void) {
  const [mark, tone, words] = marks()[status];
  const head = html`<span class="mark ${tone}">${icon(mark)}</span><span class="name"><bdi>${name}</bdi></span
    ><span class="sr-only">, ${words}</span><span class="time">${status === 'passed' ? durationText(duration_ms) : words}</span>`;
  if (!message) return html`<li><div class="line">${head}</div></li>`;
  const compared = expectationOf(message);
  return html`<li>
    <details open>
      <summary>${head}</summary>
      ${compared ? comparison(compared, name) : nothing}
      ${
        compared
          ? html`<details class="whole">
              <summary>${msg('Whole message')}</summary>
              ${whole(message)}
            </details>`
          : whole(message)
      }
      ${
        place
          ? html`<button class="button small place" @click=${() => reveal(place)}>
              ${icon('code')}${msg(str`${place.path}, line ${place.line}`)}
            </button>`
          : nothing
      }
    </details>
  </li>`;
}

const whole = (message: string) => html`<pre class="message" dir="ltr" tabindex="0">${message}</pre>`;
