import { speeds } from '@interviewlm/recording';
import { BaseElement, buttonStyles, define, fieldStyles, icon, type Dialog, type IconName } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { ReplayCommandEvent, type Command } from './events.js';
import { keyHelp } from './keys.js';
import { clock, spoken } from './time.js';

/** Play and pause, steps, speed and the help sheet. Says what was asked for; moves nothing itself. */
export class ReplayControls extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    fieldStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 2px;
        padding: 5px 10px;
        background: var(--_raised);
      }
      .play {
        margin-inline: 2px;
        border-radius: 50%;
        min-width: 32px;
        min-height: 32px;
        background: var(--_accent);
        color: var(--_on-accent);
      }
      .play:hover {
        background: var(--_accent-hover);
        color: var(--_on-accent);
      }
      .time {
        margin-inline: 10px;
        font-size: var(--_size-s);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .time span {
        color: var(--_muted);
      }
      .space {
        flex: 1;
      }
      .field {
        width: auto;
        min-height: 26px;
        padding: 2px 4px;
        font-size: var(--_size-s);
      }
      .skip[aria-pressed='true'] {
        border-color: transparent;
        background: var(--_accent-soft);
        color: var(--_accent);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 6px 16px;
        margin: 0;
        font-size: var(--_size-s);
      }
      dt {
        color: var(--_text);
        font-weight: 500;
      }
      dd {
        margin: 0;
      }
      @container (max-width: 640px) {
        :host {
          gap: 0;
          padding-inline: 6px;
        }
        .wide,
        .time span {
          display: none;
        }
        .time {
          margin-inline: 6px;
        }
      }
    `,
  ];

  @property({ type: Boolean }) playing = false;
  /** The player waits for a part of the recording. */
  @property({ type: Boolean }) waiting = false;
  @property({ type: Number }) now = 0;
  @property({ type: Number }) duration = 0;
  @property({ type: Number }) speed = 1;
  @property({ type: Boolean, attribute: 'skip-idle' }) skipIdle = false;
  @query('ilm-dialog') private help!: Dialog;

  /** Shows the keys. */
  showHelp(): void {
    this.help.show();
  }

  override render() {
    return html`
      ${this.renderButton('step-back', 'Previous marker', '[', { do: 'marker', direction: -1 })}
      ${this.renderButton('chevron', 'Previous event', ',', { do: 'step', direction: -1 }, 'flip wide')}
      ${this.renderButton(this.playing ? 'pause' : 'play', this.playing ? 'Pause' : 'Play', 'K', { do: 'toggle' }, 'play')}
      ${this.renderButton('chevron', 'Next event', '.', { do: 'step', direction: 1 }, 'wide')}
      ${this.renderButton('step-forward', 'Next marker', ']', { do: 'marker', direction: 1 })}
      <div class="time" role="timer" aria-label="${spoken(this.now)} of ${spoken(this.duration)}">
        ${clock(this.now)} <span>/ ${clock(this.duration)}</span>
      </div>
      ${this.waiting ? html`<ilm-spinner label="Loading"></ilm-spinner>` : ''}
      <div class="space"></div>
      <button
        class="button quiet small skip"
        aria-pressed=${this.skipIdle}
        title="Skip idle time (S)"
        @click=${() => this.ask({ do: 'skipIdle' })}
      >
        Skip idle
      </button>
      <select class="field" aria-label="Speed" title="Speed" @change=${this.onSpeed}>
        ${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}
      </select>
      ${this.renderButton('link', 'Copy a link to this moment', 'C', { do: 'copyLink' })}
      ${this.renderButton('info', 'Keyboard shortcuts', '?', { do: 'help' }, 'wide')}
      <ilm-dialog heading="Keyboard shortcuts">
        <dl>
          ${keyHelp.map(
            ([keys, what]) =>
              html`<dt>${keys}</dt>
                <dd>${what}</dd>`,
          )}
        </dl>
        <button slot="actions" class="button" @click=${() => this.help.close()}>Close</button>
      </ilm-dialog>
    `;
  }

  private renderButton(name: IconName, label: string, key: string, command: Command, kind = '') {
    return html`<button
      class="icon-button ${kind}"
      style=${kind.includes('flip') ? 'scale: -1 1' : ''}
      aria-label=${label}
      title="${label} (${key})"
      @click=${() => this.ask(command)}
    >
      ${icon(name)}
    </button>`;
  }

  private readonly onSpeed = (event: Event): void => this.ask({ do: 'speed', speed: Number((event.target as HTMLSelectElement).value) });

  private ask(command: Command): void {
    this.dispatchEvent(new ReplayCommandEvent(command));
  }
}

define('replay-controls', ReplayControls);

declare global {
  interface HTMLElementTagNameMap {
    'replay-controls': ReplayControls;
  }
}
