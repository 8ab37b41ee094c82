import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { ConnectionStatus } from '@interviewlm/client';
import type { TerminalState } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, icon, msg, str } from '@interviewlm/ui';
import { Part } from '../part.js';
import { serverWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';
import { Emulator } from './emulator.js';
import { emulatorStyles, shellStyles } from './terminal-styles.js';

/** The keys for finding text were pressed in a shell. */
export class TerminalFindEvent extends Event {
  constructor() {
    super('terminal-find');
  }
}

/**
 * `<ilm-shell>`: one shell in the interview's sandbox. It outlives a lost connection and a reload: output goes on where it was. The
 * emulator is loaded when the element is first visible.
 */
export class TerminalShell extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, emulatorStyles, shellStyles];

  /** Which of the interview's shells, 0 to 3. */
  @property({ type: Number }) number = 0;
  /** Whether the screen's text is also kept as elements for screen readers. */
  @property({ attribute: false }) forScreenReaders = true;

  @state() private status: ConnectionStatus = 'connecting';
  @state() private shell: TerminalState = 'starting';
  @state() private detail = '';
  @state() private failed = false;
  @query('.screen') private readonly screen!: HTMLElement | null;
  private emulator: Emulator | undefined;
  private openedFor: Workspace | undefined;
  private visibility: IntersectionObserver | undefined;

  protected override observes({ session }: Workspace) {
    return [session];
  }

  override focus(): void {
    this.emulator?.focus();
  }

  find(text: string, direction: 'next' | 'previous'): boolean {
    return this.emulator?.find(text, direction) ?? false;
  }

  async copy(): Promise<number> {
    return (await this.emulator?.copy()) ?? 0;
  }

  clear(): void {
    this.emulator?.clear();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.visibility = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.open();
    });
    this.visibility.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.visibility?.disconnect();
    this.close();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('forScreenReaders') && this.emulator) this.emulator.forScreenReaders = this.forScreenReaders;
    if (this.openedFor && (this.openedFor !== this.workspace || this.workspace.session.phase !== 'active')) this.close();
    else if (this.offsetParent !== null) void this.open();
  }

  override render() {
    const isActive = this.workspace?.session.phase === 'active';
    return html`
      <div class="stage" role="group" aria-label=${msg(str`Terminal ${this.number + 1}. F6 goes to the next pane.`)}>
        <div class="screen" dir="ltr"></div>
        ${isActive ? this.renderCover() : html`<div class="cover"><ilm-notice icon="terminal">${msg('The terminal is closed while the interview isn’t running.')}</ilm-notice></div>`}
      </div>
    `;
  }

  private renderCover() {
    if (this.failed)
      return html`<div class="cover">
        <ilm-notice icon="error" tone="danger" heading=${msg('The terminal could not be loaded')}>
          ${msg('Check your connection.')}
          <button slot="actions" class="button" @click=${() => this.retry()}>${icon('retry')}${msg('Try again')}</button>
        </ilm-notice>
      </div>`;
    const note = noteOf(this.status, this.shell, this.detail);
    return note ? html`<div class="note" role="status">${note}</div>` : nothing;
  }

  private async open(): Promise<void> {
    const { workspace } = this;
    const { screen } = this;
    if (!workspace || !screen || this.openedFor || workspace.session.phase !== 'active') return;
    this.openedFor = workspace;
    this.status = 'connecting';
    this.shell = 'starting';
    try {
      const emulator = await Emulator.open(this, screen, this.number, workspace, {
        onStatus: (status) => {
          this.status = status;
          if (status === 'reconnecting') workspace.connection.lost();
        },
        onState: (shell, detail) => {
          this.shell = shell;
          this.detail = detail ?? '';
        },
        onFind: () => this.dispatchEvent(new TerminalFindEvent()),
      });
      if (this.openedFor !== workspace) {
        emulator.close();
        return;
      }
      this.emulator = emulator;
      emulator.forScreenReaders = this.forScreenReaders;
    } catch {
      this.failed = true;
    }
  }

  private close(): void {
    this.emulator?.close();
    this.emulator = undefined;
    this.openedFor = undefined;
    this.screen?.replaceChildren();
  }

  private retry(): void {
    this.failed = false;
    this.close();
    void this.open();
  }
}

function noteOf(status: ConnectionStatus, shell: TerminalState, detail: string): string | null {
  if (status === 'reconnecting') return msg('Reconnecting…');
  if (status === 'closed') return msg('The terminal was closed');
  if (shell === 'starting') return status === 'open' ? msg('Starting the machine…') : msg('Connecting…');
  if (shell === 'lost') return serverWords(detail) || msg('The machine was lost and is started again…');
  if (shell === 'ended') return serverWords(detail) || msg('The shell has ended. Press Enter to start another.');
  return shell === 'read_only' ? msg('You can watch, not type') : null;
}

define('ilm-shell', TerminalShell);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-shell': TerminalShell;
  }
}
