import type { ConnectionStatus, TerminalConnection } from '@interviewlm/client';
import type { TerminalState } from '@interviewlm/protocol';
import type { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import type { Workspace } from '../state/workspace.js';
import { observeColors } from '@interviewlm/ui';
import { terminalColors } from './colors.js';

export interface EmulatorEvents {
  onStatus(status: ConnectionStatus): void;
  onState(state: TerminalState, detail: string | undefined): void;
}

/** Files may change with every command: the tree is read again a moment after the shell falls silent. */
const silenceMs = 900;

/** xterm on one side, the terminal's connection on the other. */
export class Emulator {
  private readonly connection: TerminalConnection;
  private readonly resize: ResizeObserver;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private hasTyped = false;
  private readonly ended = new AbortController();

  constructor(
    private readonly terminal: Terminal,
    private readonly fit: FitAddon,
    host: HTMLElement,
    screen: HTMLElement,
    private readonly workspace: Workspace,
    events: EmulatorEvents,
  ) {
    fit.fit();
    this.connection = workspace.client.openTerminal({
      interview: workspace.interview,
      cols: terminal.cols,
      rows: terminal.rows,
      onOutput: (data, shown) => {
        terminal.write(data, shown);
        this.onOutput();
      },
      // What came before is gone: the screen starts anew rather than show two halves as one.
      onGap: () => terminal.reset(),
      onStatus: (status) => events.onStatus(status),
      onState: (state, detail) => events.onState(state, detail),
    });
    terminal.onData((data) => this.type(data));
    terminal.onBinary((data) => this.connection.send(Uint8Array.from(data, (letter) => letter.charCodeAt(0))));
    terminal.onResize(({ cols, rows }) => this.connection.resize(cols, rows));
    this.resize = new ResizeObserver(() => this.refit());
    this.resize.observe(screen);
    observeColors(host, () => (terminal.options.theme = terminalColors(host)), this.ended.signal);
  }

  static async open(host: HTMLElement, screen: HTMLElement, workspace: Workspace, events: EmulatorEvents): Promise<Emulator> {
    const [{ Terminal }, { FitAddon }] = await Promise.all([import('@xterm/xterm'), import('@xterm/addon-fit')]);
    const terminal = new Terminal({
      fontFamily: getComputedStyle(screen).getPropertyValue('--_mono'),
      fontSize: 13,
      lineHeight: 1.25,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      scrollback: 5000,
      screenReaderMode: true,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      theme: terminalColors(host),
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(screen);
    keepPageKeys(terminal);
    return new Emulator(terminal, fit, host, screen, workspace, events);
  }

  focus(): void {
    this.terminal.focus();
  }

  close(): void {
    this.ended.abort();
    clearTimeout(this.silence);
    this.resize.disconnect();
    this.connection.close();
    this.terminal.dispose();
  }

  private type(data: string): void {
    this.hasTyped = true;
    if (this.connection.send(data))
      this.workspace.record({ type: 'terminal.input', data: { bytes: new TextEncoder().encode(data).length } });
  }

  private onOutput(): void {
    if (!this.hasTyped) return;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => void this.workspace.files.refresh().catch(() => undefined), silenceMs);
  }

  /** A hidden pane has no size: the shell keeps the one it had. */
  private refit(): void {
    const size = this.fit.proposeDimensions();
    if (size && size.cols >= 2 && size.rows >= 1) this.fit.fit();
  }
}

/** F6 goes to the next pane, and Control Shift Tab back, from inside the terminal too; all else is the shell's. */
function keepPageKeys(terminal: Terminal): void {
  terminal.attachCustomKeyEventHandler((event) => event.key !== 'F6' && !(event.key === 'Tab' && event.shiftKey && event.ctrlKey));
}
