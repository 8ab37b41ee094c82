import { TerminalHistory, TerminalScreen, type Emulator, type TerminalState } from '@interviewlm/recording';
import { BaseElement, define, msg, str } from '@interviewlm/ui';
import type { Terminal } from '@xterm/xterm';
import { html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { rowsHeld, TerminalRows } from './terminal/terminal-rows.js';
import { terminalStyles } from './terminal/terminal-styles.js';

/**
 * The candidate's terminals at one moment, as they looked. An emulator that is never on the page understands the output, and we draw
 * its rows: nothing can be typed, nothing that the output asks for is answered, and a seek costs the rows that changed.
 */
export class ReplayTerminal extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), terminalStyles];

  @property({ attribute: false }) terminals: ReadonlyMap<number, TerminalState> = new Map();
  @state() private chosen: number | null = null;
  @state() private failed = false;
  @query('.screen') private container!: HTMLElement;
  @query('.sheet') private sheet!: HTMLElement;
  @query('.frame') private frame!: HTMLElement;
  private emulator: Terminal | null = null;
  private unseen: Terminal | null = null;
  private rows: TerminalRows | null = null;
  private screen: TerminalScreen | null = null;
  private size = { width: 0, height: 0 };
  private soon: number | null = null;
  private readonly sizes = new ResizeObserver(([entry]) => {
    this.size = { width: entry?.contentRect.width ?? 0, height: entry?.contentRect.height ?? 0 };
    this.draw();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.createEmulator();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.screen?.dispose();
    this.emulator?.dispose();
    this.unseen?.dispose();
    this.emulator = this.unseen = this.screen = null;
  }

  /** Resolves when the moment that was set last is on the screen. */
  get settled(): Promise<void> {
    return this.screen?.show(this.shown).then(() => this.draw()) ?? Promise.resolve();
  }

  /** The rows of the screen as text, for tests and for reading aloud. */
  get text(): string {
    const buffer = this.emulator?.buffer.active;
    if (!buffer) return '';
    return Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  }

  override render() {
    const ids = [...this.terminals.keys()];
    return html`
      ${
        ids.length > 1
          ? html`<div class="tabs" role="group" aria-label=${msg('Terminals')}>
              ${ids.map((id) => html`<button aria-pressed=${id === this.shown?.id} @click=${() => (this.chosen = id)}>${msg(str`Terminal ${id + 1}`)}</button>`)}
            </div>`
          : nothing
      }
      <div
        class="frame"
        dir="ltr"
        ?hidden=${!this.shown || this.failed}
        role="region"
        tabindex="0"
        aria-label=${msg('Terminal screen')}
        @scroll=${() => this.draw()}
      >
        <div class="sheet"><div class="screen"></div></div>
      </div>
      ${this.shown ? nothing : html`<ilm-notice icon="terminal">${msg('The terminal was not used up to this moment.')}</ilm-notice>`}
      ${this.failed ? html`<ilm-notice icon="error">${msg('The terminal could not be loaded. Its output is in the transcript.')}</ilm-notice>` : nothing}
    `;
  }

  protected override firstUpdated(): void {
    void this.createEmulator();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('terminals') || changed.has('chosen')) this.showSoon();
  }

  /** After the frame with the code: scrubbing shows that first, and the terminal where it comes to rest. */
  private showSoon(): void {
    if (this.soon !== null) return;
    this.soon = requestAnimationFrame(() => {
      this.soon = null;
      setTimeout(() => void this.settled, 0);
    });
  }

  private get shown(): TerminalState | null {
    const chosen = this.chosen === null ? undefined : this.terminals.get(this.chosen);
    return chosen ?? [...this.terminals.values()].at(-1) ?? null;
  }

  private async createEmulator(): Promise<void> {
    const modules = await Promise.all([import('@xterm/xterm'), import('@xterm/addon-serialize')]).catch(() => null);
    this.failed = !modules;
    if (!modules || !this.isConnected || this.emulator) return;
    const [{ Terminal }, { SerializeAddon }] = modules;
    this.emulator = new Terminal(options);
    this.unseen = new Terminal(options);
    const serializer = new SerializeAddon();
    this.unseen.loadAddon(serializer);
    this.rows = new TerminalRows(this.container);
    this.screen = new TerminalScreen(
      emulatorOf(this.emulator),
      new TerminalHistory({ ...emulatorOf(this.unseen), serialize: () => serializer.serialize() }),
    );
    this.sizes.observe(this.frame);
    await this.settled;
  }

  /** The recorded size is kept, since output was made for it; letters shrink until the columns fit. */
  private draw(): void {
    const { emulator, shown, rows } = this;
    if (!emulator || !shown || !rows) return;
    const fontSize = Math.min(13, Math.max(9, Math.floor((this.size.width / shown.cols / letterShare) * 2) / 2));
    const rowHeight = Math.round(fontSize * 1.25);
    const held = rowsHeld(emulator);
    // What was printed before is drawn when somebody scrolls up to it.
    const inView = Math.max(emulator.rows, Math.ceil(this.size.height / rowHeight));
    rows.show(emulator, this.frame.scrollTop < 0 ? held : inView, !shown.exited);
    this.container.style.fontSize = `${fontSize}px`;
    this.sheet.style.setProperty('--row', `${rowHeight}px`);
    this.sheet.style.height = `${held * rowHeight}px`;
  }
}

/** The width of a letter as a part of the font's size. */
const letterShare = 0.602;
/** What both emulators must have alike, so that they make the same screen of the same output. */
const options = { cols: 80, rows: 24, scrollback: 200, convertEol: false, allowProposedApi: true } as const;

const emulatorOf = (terminal: Terminal): Emulator => ({
  write: (data, done) => terminal.write(data, done),
  resize: (cols, rows) => terminal.resize(cols, rows),
  reset: () => terminal.reset(),
});

define('replay-terminal', ReplayTerminal);

declare global {
  interface HTMLElementTagNameMap {
    'replay-terminal': ReplayTerminal;
  }
}
