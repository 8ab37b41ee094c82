import type { ConnectionStatus, TerminalConnection } from '@interviewlm/client';
import type { TerminalState } from '@interviewlm/protocol';
import type { FitAddon } from '@xterm/addon-fit';
import type { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import type { Workspace } from '../state/workspace.js';
import { observeColors } from '@interviewlm/ui';
import { terminalColors } from './colors.js';
import { openLink } from './links.js';

export interface EmulatorEvents {
  onStatus(status: ConnectionStatus): void;
  onState(state: TerminalState, detail: string | undefined): void;
  /** The candidate pressed the keys for finding text. */
  onFind(): void;
}

interface Screen {
  readonly terminal: Terminal;
  readonly fit: FitAddon;
  readonly search: SearchAddon;
  readonly element: HTMLElement;
}

/**
 * Files may change with every command: the tree is read again a moment after the shell falls silent, and more seldom later, since a busy
 * server looks at its disks when it can.
 */
const silencesMs = [900, 3000, 10_000, 30_000];

/** xterm on one side, the terminal's connection on the other. */
export class Emulator {
  private readonly connection: TerminalConnection;
  private readonly resize: ResizeObserver;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private hasTyped = false;
  private readonly ended = new AbortController();

  private constructor(
    private readonly screen: Screen,
    host: HTMLElement,
    number: number,
    private readonly workspace: Workspace,
    events: EmulatorEvents,
  ) {
    const { terminal, fit, element } = screen;
    fit.fit();
    this.connection = workspace.client.openTerminal({
      interview: workspace.interview,
      terminal: number,
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
    this.resize.observe(element);
    element.addEventListener('paste', (event) => this.notePaste(event), { capture: true, signal: this.ended.signal });
    terminal.attachCustomKeyEventHandler((event) => this.isForShell(event, events));
    observeColors(host, () => (terminal.options.theme = terminalColors(host)), this.ended.signal);
  }

  /** `number` says which of the interview's shells is shown. */
  static async open(
    host: HTMLElement,
    element: HTMLElement,
    number: number,
    workspace: Workspace,
    events: EmulatorEvents,
  ): Promise<Emulator> {
    return new Emulator(await screenIn(host, element), host, number, workspace, events);
  }

  focus(): void {
    this.screen.terminal.focus();
  }

  /** Goes to the next place, or the one before, that holds the text; false when there is none. */
  find(text: string, direction: 'next' | 'previous'): boolean {
    const { search } = this.screen;
    return direction === 'next' ? search.findNext(text) : search.findPrevious(text);
  }

  /** Resolves with the number of letters that were copied; 0 when nothing is selected or the browser won't. */
  async copy(): Promise<number> {
    const text = this.screen.terminal.getSelection();
    if (text === '' || !isSecureContext) return 0;
    return navigator.clipboard.writeText(text).then(
      () => {
        this.workspace.record({ type: 'integrity.copy', data: { chars: text.length } });
        return text.length;
      },
      () => 0,
    );
  }

  clear(): void {
    this.screen.terminal.clear();
  }

  /** Whether the screen's text is also kept as elements for screen readers, which costs time with much output. */
  set forScreenReaders(on: boolean) {
    this.screen.terminal.options.screenReaderMode = on;
  }

  close(): void {
    this.ended.abort();
    clearTimeout(this.silence);
    this.resize.disconnect();
    this.connection.close();
    this.screen.terminal.dispose();
  }

  private type(data: string): void {
    this.hasTyped = true;
    if (this.connection.send(data))
      this.workspace.record({ type: 'terminal.input', data: { bytes: new TextEncoder().encode(data).length } });
  }

  private onOutput(): void {
    if (this.hasTyped) this.readTree(0);
  }

  private readTree(turn: number): void {
    clearTimeout(this.silence);
    const wait = silencesMs[turn];
    if (wait === undefined) return;
    this.silence = setTimeout(() => {
      void this.workspace.files.refresh().catch(() => undefined);
      this.readTree(turn + 1);
    }, wait);
  }

  /** A hidden pane has no size: the shell keeps the one it had. */
  private refit(): void {
    const size = this.screen.fit.proposeDimensions();
    if (size && size.cols >= 2 && size.rows >= 1) this.screen.fit.fit();
  }

  private notePaste({ clipboardData }: ClipboardEvent): void {
    const chars = clipboardData?.getData('text/plain').length ?? 0;
    if (chars > 0) this.workspace.record({ type: 'integrity.paste', data: { chars } });
  }

  /** F6 goes to the next pane, Control Shift with C, F or Tab copies, finds or goes back; all else is the shell's. */
  private isForShell(event: KeyboardEvent, events: EmulatorEvents): boolean {
    if (event.key === 'F6') return false;
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey) return true;
    const key = event.key.toLowerCase();
    if (key === 'tab') return false;
    // Control Shift V is the browser's own paste, which the emulator hears as such.
    if (key === 'v') return false;
    if (key !== 'c' && key !== 'f') return true;
    event.preventDefault();
    if (event.type === 'keydown' && key === 'c') void this.copy();
    else if (event.type === 'keydown') events.onFind();
    return false;
  }
}

/** The emulator's own code loads with the first terminal. */
async function screenIn(host: HTMLElement, element: HTMLElement): Promise<Screen> {
  const [{ Terminal }, { FitAddon }, { SearchAddon }, { WebLinksAddon }] = await Promise.all([
    import('@xterm/xterm'),
    import('@xterm/addon-fit'),
    import('@xterm/addon-search'),
    import('@xterm/addon-web-links'),
  ]);
  const terminal = new Terminal({
    fontFamily: getComputedStyle(element).getPropertyValue('--_mono'),
    fontSize: 13,
    lineHeight: 1.25,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    scrollback: 5000,
    screenReaderMode: true,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
    theme: terminalColors(host),
    // Links that a program marks as such; their text may be anything.
    linkHandler: { activate: (_, address) => openLink(address) },
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [fit, search, new WebLinksAddon((_, address) => openLink(address))]) terminal.loadAddon(addon);
  terminal.open(element);
  return { terminal, fit, search, element };
}
