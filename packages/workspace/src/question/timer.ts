import { css, html } from 'lit';
import { state } from 'lit/decorators.js';
import { BaseElement, define, icon, iconStyles, msg, plural, str } from '@interviewlm/ui';
import { Part } from '../part.js';
import type { Workspace } from '../state/workspace.js';

/** Said aloud when so much is left: often enough to plan by, seldom enough not to disturb. */
const announceAt = [30, 15, 5, 1].map((minutes) => minutes * 60_000);

/** `<interview-timer>`: the time that is left, by the server's clock. Red in the last five minutes; read out at 30, 15, 5 and 1. */
export class InterviewTimer extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    iconStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--_muted);
        font: 500 var(--_size-s) / 1 var(--_font);
        font-variant-numeric: tabular-nums;
      }
      .urgent {
        color: var(--_danger);
      }
      .paused {
        color: var(--_warning);
      }
    `,
  ];

  @state() private remaining = Infinity;
  @state() private spoken = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private isUp = false;

  protected override observes({ session }: Workspace) {
    return [session];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.tick(), 500);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override render() {
    const { workspace } = this;
    if (!workspace || workspace.clock.limitMs === 0) return html``;
    const isPaused = !workspace.clock.isRunning;
    const tone = isPaused ? 'paused' : this.remaining < 5 * 60_000 ? 'urgent' : '';
    return html`<span class=${tone}>${icon(isPaused ? 'pause' : 'clock')}</span>
      <span class=${tone} role="timer" aria-label=${msg('Time left')}>${clockText(workspace.clock.remaining())}</span>
      <span class="sr-only" role="status">${this.spoken}</span>`;
  }

  private tick(): void {
    const { workspace } = this;
    if (!workspace || workspace.clock.limitMs === 0) return;
    const before = this.remaining;
    // Whole seconds: it renders once for each.
    this.remaining = Math.ceil(workspace.clock.remaining() / 1000) * 1000;
    const passed = announceAt.find((ms) => before > ms && this.remaining <= ms);
    if (passed && Number.isFinite(before))
      this.spoken = plural(passed / 60_000, str`${passed / 60_000} minute left`, str`${passed / 60_000} minutes left`);
    if (this.remaining === 0 && !this.isUp && workspace.clock.isRunning) {
      this.isUp = true;
      void workspace.session.onTimeUp();
    }
  }
}

/** `59:04`, or `1:02:09` from an hour up. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

define('interview-timer', InterviewTimer);

declare global {
  interface HTMLElementTagNameMap {
    'interview-timer': InterviewTimer;
  }
}
