import { TerminalHistory, TerminalScreen, type Emulator, type TerminalState } from '@interviewlm/recording';
import { BaseElement, define } from '@interviewlm/ui';
import type { ITheme, Terminal } from '@xterm/xterm';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { terminalStyles } from './terminal-styles.js';

/** The candidate's terminals at one moment, as they looked. Nothing can be typed, and nothing the output asks for is answered. */
export class ReplayTerminal extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    terminalStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--_sunken);
      }
      .tabs {
        display: flex;
        gap: 2px;
        padding: 4px 8px 0;
      }
      .tabs button {
        padding: 2px 8px;
        border: 0;
        border-radius: var(--_radius-s);
        background: none;
        color: var(--_muted);
        font: 400 var(--_size-s) / 18px var(--_font);
        cursor: pointer;
      }
      .tabs button[aria-pressed='true'] {
        background: var(--_active);
        color: var(--_text);
      }
      .frame {
        flex: 1;
        min-height: 0;
        padding: 8px 12px;
        overflow: auto;
        scrollbar-width: thin;
      }
      .screen {
        width: max-content;
      }
    `,
  ];

  @property({ attribute: false }) terminals: ReadonlyMap<number, TerminalState> = new Map();
  @state() private chosen: number | null = null;
  @state() private failed = false;
  @query('.screen') private container!: HTMLElement;
  @query('.frame') private frame!: HTMLElement;
  private emulator: Terminal | null = null;
  private unseen: Terminal | null = null;
  private width = 0;
  private soon: number | null = null;
  private screen: TerminalScreen | null = null;
  private readonly sizes = new ResizeObserver(([entry]) => {
    this.width = entry?.contentRect.width ?? 0;
    this.fit();
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
    return this.screen?.show(this.shown) ?? Promise.resolve();
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
          ? html`<div class="tabs" role="group" aria-label="Terminals">
              ${ids.map((id) => html`<button aria-pressed=${id === this.shown?.id} @click=${() => (this.chosen = id)}>Terminal ${id + 1}</button>`)}
            </div>`
          : nothing
      }
      <div class="frame" ?hidden=${!this.shown || this.failed} role="group" aria-label="Terminal screen; its text is in the transcript">
        <div class="screen" aria-hidden="true"></div>
      </div>
      ${this.shown ? nothing : html`<ilm-notice icon="terminal">The terminal was not used up to this moment.</ilm-notice>`}
      ${this.failed ? html`<ilm-notice icon="error">The terminal could not be loaded. Its output is in the transcript.</ilm-notice>` : nothing}
    `;
  }

  protected override firstUpdated(): void {
    void this.createEmulator();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('appearance') && this.emulator) this.emulator.options.theme = themeOf(this);
    if (changed.has('terminals') || changed.has('chosen')) this.showSoon();
    this.fit();
  }

  /** After the frame with the code: scrubbing shows that first, and the terminal where it comes to rest. */
  private showSoon(): void {
    if (this.soon !== null) return;
    this.soon = requestAnimationFrame(() => {
      this.soon = null;
      setTimeout(() => void this.screen?.show(this.shown), 0);
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
    this.emulator = new Terminal({
      ...common,
      disableStdin: true,
      cursorInactiveStyle: 'outline',
      fontFamily: getComputedStyle(this).getPropertyValue('--_mono'),
      fontSize: 12,
      lineHeight: 1.25,
      theme: themeOf(this),
    });
    this.emulator.open(this.container);
    // Nothing can be typed: the emulator's input field is no stop for Tab.
    if (this.emulator.textarea) this.emulator.textarea.tabIndex = -1;
    this.sizes.observe(this.frame);
    this.unseen = new Terminal({ ...common, allowProposedApi: true });
    const serializer = new SerializeAddon();
    this.unseen.loadAddon(serializer);
    this.screen = new TerminalScreen(
      emulatorOf(this.emulator),
      new TerminalHistory({ ...emulatorOf(this.unseen), serialize: () => serializer.serialize() }),
    );
    await this.screen.show(this.shown);
  }

  /** The recorded size is kept, since output was made for it; letters shrink until the columns fit. */
  private fit(): void {
    const { emulator, shown, width } = this;
    if (!emulator || !shown || width === 0) return;
    const perColumn = (width - 14) / shown.cols;
    const fontSize = Math.min(13, Math.max(9, Math.floor((perColumn / 0.602) * 2) / 2));
    if (emulator.options.fontSize !== fontSize) emulator.options.fontSize = fontSize;
  }
}

/** What both emulators must have alike, so that they make the same screen of the same output. */
const common = { cols: 80, rows: 24, scrollback: 200, convertEol: false } as const;

const emulatorOf = (terminal: Terminal): Emulator => ({
  write: (data, done) => terminal.write(data, done),
  resize: (cols, rows) => terminal.resize(cols, rows),
  reset: () => terminal.reset(),
});

const ansi = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const onLight = ['#1f2733', '#b42318', '#13714a', '#8a5300', '#2456d6', '#7a2fbf', '#0f6a7d', '#566072'];
const onDark = ['#4a5363', '#ff9188', '#57cc99', '#f0b75a', '#8ab0ff', '#c9a2ff', '#7cc7e8', '#dfe5ee'];

function themeOf(element: Element): ITheme {
  const style = getComputedStyle(element);
  const foreground = style.color;
  const background = style.backgroundColor;
  const colors = isLight(background) ? onLight : onDark;
  const named = Object.fromEntries(
    ansi.flatMap((name, index) => [
      [name, colors[index]],
      [`bright${name.charAt(0).toUpperCase()}${name.slice(1)}`, colors[index]],
    ]),
  );
  return { ...named, foreground, background, cursor: foreground, cursorAccent: background, selectionBackground: '#7f9fdf55' };
}

function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return red * 0.299 + green * 0.587 + blue * 0.114 > 128;
}

define('replay-terminal', ReplayTerminal);

declare global {
  interface HTMLElementTagNameMap {
    'replay-terminal': ReplayTerminal;
  }
}
