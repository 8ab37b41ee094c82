import { speeds } from '@interviewlm/recording';
import { BaseElement, buttonStyles, define, fieldStyles, icon, msg, str, type Dialog, type IconName } from '@interviewlm/ui';
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
      .transport {
        display: flex;
        align-items: center;
        gap: 2px;
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
      .live[aria-pressed='true'] {
        border-color: transparent;
        background: var(--_danger-soft);
        color: var(--_danger);
      }
      details {
        position: relative;
      }
      summary {
        list-style: none;
        display: inline-flex;
        align-items: center;
        min-height: 26px;
        padding: 0 var(--_space-2);
        border-radius: var(--_radius);
        color: var(--_text);
        font: 500 var(--_size-s) / 1.2 var(--_font);
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        background: var(--_hover);
      }
      .menu {
        position: absolute;
        z-index: 7;
        inset-inline-end: 0;
        bottom: calc(100% + 4px);
        display: grid;
        min-width: 190px;
        padding: 4px;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_surface);
        box-shadow: var(--_lift);
      }
      .menu button,
      .menu a {
        padding: 6px 10px;
        border: 0;
        border-radius: var(--_radius-s);
        background: none;
        color: var(--_text);
        font: 400 var(--_size-s) / 1.4 var(--_font);
        text-align: start;
        text-decoration: none;
        cursor: pointer;
      }
      .menu button:hover,
      .menu a:hover {
        background: var(--_hover);
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
          flex-wrap: wrap;
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
  /** Whether the interview goes on, and whether its end is on show; null where there is nothing to follow. */
  @property({ attribute: false }) live: 'at' | 'behind' | null = null;
  /** Where the host offers the signed bundle: who may have it is not the player's to know. */
  @property({ attribute: 'bundle-url' }) bundleUrl = '';
  @query('ilm-dialog') private help!: Dialog;
  @query('details') private menu!: HTMLDetailsElement;

  /** Shows the keys. */
  showHelp(): void {
    this.help.show();
  }

  override render() {
    return html`
      <!-- What plays runs the same way in every language. -->
      <div class="transport" dir="ltr">
        ${this.renderButton('step-back', msg('Previous marker'), '[', { do: 'marker', direction: -1 })}
        ${this.renderButton('chevron', msg('Previous event'), ',', { do: 'step', direction: -1 }, 'flip wide')}
        ${this.renderButton(this.playing ? 'pause' : 'play', this.playing ? msg('Pause') : msg('Play'), 'K', { do: 'toggle' }, 'play')}
        ${this.renderButton('chevron', msg('Next event'), '.', { do: 'step', direction: 1 }, 'wide')}
        ${this.renderButton('step-forward', msg('Next marker'), ']', { do: 'marker', direction: 1 })}
      </div>
      <div class="time" dir="ltr" role="timer" aria-label=${msg(str`${spoken(this.now)} of ${spoken(this.duration)}`)}>
        ${clock(this.now)} <span>/ ${clock(this.duration)}</span>
      </div>
      ${this.waiting ? html`<ilm-spinner label=${msg('Loading')}></ilm-spinner>` : ''}
      <div class="space"></div>
      ${
        this.live
          ? html`<button
              class="button quiet small live"
              aria-pressed=${this.live === 'at'}
              title=${msg('To the live end (E)')}
              @click=${() => this.ask({ do: 'live' })}
            >
              ${this.live === 'at' ? msg('Live') : msg('Jump to live')}
            </button>`
          : ''
      }
      <button
        class="button quiet small skip"
        aria-pressed=${this.skipIdle}
        title=${msg('Skip idle time (S)')}
        @click=${() => this.ask({ do: 'skipIdle' })}
      >
        ${msg('Skip idle')}
      </button>
      <select class="field" dir="ltr" aria-label=${msg('Speed')} title=${msg('Speed')} @change=${this.onSpeed}>
        ${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}
      </select>
      ${this.renderButton('link', msg('Copy a link to this moment'), 'C', { do: 'copyLink' })} ${this.renderMenu()}
      ${this.renderButton('info', msg('Keyboard shortcuts'), '?', { do: 'help' }, 'wide')}
      <ilm-dialog heading=${msg('Keyboard shortcuts')}>
        <dl>
          ${keyHelp().map(
            ([keys, what]) =>
              html`<dt><bdi>${keys}</bdi></dt>
                <dd>${what}</dd>`,
          )}
        </dl>
        <button slot="actions" class="button" @click=${() => this.help.close()}>${msg('Close')}</button>
      </ilm-dialog>
    `;
  }

  private renderMenu() {
    const item = (what: 'cast' | 'text' | 'print', label: string) => html`<button @click=${() => this.save(what)}>${label}</button>`;
    return html`<details @keydown=${this.onMenuKey} @focusout=${this.onMenuLeave}>
      <summary aria-label=${msg('Save or print')}>${msg('Save')}</summary>
      <div class="menu">
        ${this.bundleUrl ? html`<a href=${this.bundleUrl} download>${msg('Signed bundle (.tar)')}</a>` : ''}
        ${item('cast', msg('Terminal (.cast)'))} ${item('text', msg('Transcript (.txt)'))} ${item('print', msg('Print …'))}
      </div>
    </details>`;
  }

  private save(what: 'cast' | 'text' | 'print'): void {
    this.menu.open = false;
    this.ask({ do: 'save', what });
  }

  private readonly onMenuKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.menu.open) return;
    event.stopPropagation();
    this.menu.open = false;
    this.menu.querySelector('summary')?.focus();
  };

  private readonly onMenuLeave = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && this.menu.contains(event.relatedTarget))) this.menu.open = false;
  };

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
