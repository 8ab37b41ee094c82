import { terminalWindow, type ClientFrame, type TerminalState } from '@interviewlm/protocol';
import type { Pty } from '../volumes/port.js';
import type { OutputRecorder } from './recorder.js';
import type { Ring } from './ring.js';
import type { Scrollback } from './scrollback.js';
import type { Viewer } from './viewer.js';

export interface TerminalDeps {
  /** Opens a shell; rejects with a message fit for the candidate. */
  openShell(size: { cols: number; rows: number }): Promise<Pty>;
  /** Whether a shell may run now: the interview is running. */
  mayRun(): Promise<boolean>;
  recorder: OutputRecorder;
  ring: Ring;
}

/** How long output may go on while no one looks. */
const unseenBytes = 1024 * 1024;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * One terminal of one interview. The shell outlives every connection.
 *
 * starting → ready → (shell exits, key pressed) starting; starting or ready → lost → starting; any → ended
 */
export class Terminal {
  readonly #viewers = new Set<Viewer>();
  #state: TerminalState = 'starting';
  #detail: string | undefined;
  #pty: Pty | null = null;
  #size = { cols: 80, rows: 24 };
  #paused = false;
  #showing = false;
  #starting = false;
  /** Whether this process has run a shell here. */
  #everRan = false;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = firstRetryMs;
  #input: Uint8Array[] = [];
  /** Offset up to which some writer has shown the output. */
  #shown: number;

  constructor(private readonly deps: TerminalDeps) {
    this.#shown = deps.ring.end;
  }

  attach(viewer: Viewer): void {
    this.#viewers.add(viewer);
    viewer.tell({ kind: 'state', ...this.#stateFor(viewer) });
  }

  /** Shows the output from `offset` on, and starts the shell for the first who may write in it. */
  show(viewer: Viewer, offset: number): void {
    if (!this.#everRan && viewer.writes) this.#continueAfter(offset);
    viewer.start(offset, this.deps.ring);
    if (viewer.writes && !this.#pty) void this.#start();
    this.#control();
  }

  detach(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    this.#control();
  }

  receive(viewer: Viewer, frame: ClientFrame): void {
    if (frame.kind === 'resume') return this.show(viewer, frame.from_offset);
    if (frame.kind === 'ack') viewer.ack(frame.offset, this.deps.ring);
    else if (!viewer.writes || this.#state === 'ended') return;
    else if (frame.kind === 'input') this.#write(frame.data);
    else this.#resize(frame.cols, frame.rows);
    if (frame.kind === 'ack' && viewer.writes) this.#shown = Math.max(this.#shown, this.deps.ring.end - viewer.behind(this.deps.ring));
    this.#control();
  }

  /** Ends the shell and tells every viewer why. Resolves when all output is in the log. */
  async end(detail: string): Promise<void> {
    this.#finish(detail);
    await this.deps.recorder.flush();
  }

  /** Goes on after what another process recorded meanwhile; before a shell runs here. */
  catchUp({ end, chunks }: Scrollback): void {
    const { ring, recorder } = this.deps;
    for (const { offset, base64 } of chunks) {
      if (offset < ring.end) continue;
      ring.skipTo(offset);
      ring.append(Buffer.from(base64, 'base64'));
    }
    recorder.skipTo(end);
    this.#shown = ring.end;
    for (const viewer of this.#viewers) viewer.pump(ring);
  }

  /** Ends the shell here: another process goes on, and viewers that come again find it there. Resolves when all output is in the log. */
  async leave(): Promise<void> {
    this.#showAll();
    this.#state = 'ended';
    this.#stop('moved');
    await this.deps.recorder.flush();
  }

  async #start(): Promise<void> {
    if (this.#starting || this.#pty || this.#state === 'ended') return;
    this.#starting = true;
    this.#setState('starting');
    try {
      if (await this.deps.mayRun()) this.#run(await this.deps.openShell(this.#size));
      else this.#finish('This interview is not running.');
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : 'The shell did not start.');
    } finally {
      this.#starting = false;
    }
  }

  /**
   * A process that died may have shown output that it had not recorded yet. Offsets go on after it, and after what other
   * viewers may have seen beyond it, so that no viewer takes new output for old.
   */
  #continueAfter(offset: number): void {
    const { ring, recorder } = this.deps;
    if (offset <= ring.end || offset > ring.end + ring.capacity) return;
    ring.skipTo(offset + terminalWindow.high);
    recorder.skipTo(ring.end);
    this.#shown = ring.end;
  }

  #finish(detail: string): void {
    this.#showAll();
    this.#setState('ended', detail);
    this.#stop('ended');
  }

  #stop(why: 'ended' | 'moved'): void {
    if (this.#retry) clearTimeout(this.#retry);
    const pty = this.#pty;
    this.#pty = null;
    pty?.kill();
    for (const viewer of this.#viewers) viewer.close(why);
  }

  #run(pty: Pty): void {
    if (this.#state === 'ended') {
      pty.kill();
      return;
    }
    this.#pty = pty;
    this.#everRan = true;
    this.#paused = false;
    this.#retryMs = firstRetryMs;
    // What a killed shell still says is not recorded any more: the next shell's output has those offsets.
    pty.onData((data) => {
      if (this.#pty === pty) this.#output(data);
    });
    pty.onExit((code) => this.#exited(pty, code));
    pty.resize(this.#size.cols, this.#size.rows);
    this.#setState('ready');
    for (const data of this.#input.splice(0)) pty.write(data);
  }

  #output(data: Uint8Array): void {
    this.deps.ring.append(data);
    this.deps.recorder.output();
    if (this.#showing) return;
    this.#showing = true;
    setImmediate(this.#showAll);
  }

  /** After all that could be read at once: a flood comes in small pieces, and each that is sent costs as much as a large one. */
  readonly #showAll = (): void => {
    this.#showing = false;
    for (const viewer of this.#viewers) viewer.pump(this.deps.ring);
    this.#control();
  };

  /** The next key press starts a new shell, as a terminal window that was kept open would. */
  #exited(pty: Pty, code: number | null): void {
    if (this.#pty !== pty) return;
    this.#pty = null;
    this.#showAll();
    void this.deps.recorder.note({ type: 'terminal.exit', data: { terminal: this.deps.recorder.terminal, code } });
    for (const viewer of this.#viewers) viewer.tell({ kind: 'exit', code });
    if (code === null) this.#lose('The sandbox stopped.');
  }

  #lose(detail: string): void {
    if (this.#state === 'ended') return;
    this.#setState('lost', detail);
    this.#retry = setTimeout(() => void (this.#writers().length > 0 && this.#start()), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  #write(data: Uint8Array): void {
    if (this.#pty) return this.#pty.write(data);
    this.#input.push(Uint8Array.from(data));
    this.#input.splice(0, this.#input.length - 64);
    void this.#start();
  }

  #resize(cols: number, rows: number): void {
    if (cols === this.#size.cols && rows === this.#size.rows) return;
    this.#size = { cols, rows };
    this.#pty?.resize(cols, rows);
    void this.deps.recorder.note({ type: 'terminal.resize', data: { terminal: this.deps.recorder.terminal, cols, rows } });
  }

  /** Stops reading the shell while the fastest writer is a window behind, so that ^C is seen at once under a flood. */
  #control(): void {
    const writers = this.#writers().filter((viewer) => viewer.started);
    const behind = writers.length > 0 ? Math.min(...writers.map((viewer) => viewer.behind(this.deps.ring))) : null;
    const high = behind === null ? unseenBytes : terminalWindow.high;
    const waiting = behind ?? this.deps.ring.end - this.#shown;
    if (!this.#paused && waiting >= high) this.#pause(true);
    else if (this.#paused && waiting <= (behind === null ? high - 1 : terminalWindow.low)) this.#pause(false);
  }

  #pause(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#pty?.pause();
    else this.#pty?.resume();
  }

  #writers(): Viewer[] {
    return [...this.#viewers].filter((viewer) => viewer.writes);
  }

  #setState(state: TerminalState, detail?: string): void {
    this.#state = state;
    this.#detail = detail;
    for (const viewer of this.#viewers) viewer.tell({ kind: 'state', ...this.#stateFor(viewer) });
  }

  #stateFor(viewer: Viewer): { state: TerminalState; detail?: string } {
    const state = this.#state === 'ready' && !viewer.writes ? 'read_only' : this.#state;
    return this.#detail === undefined ? { state } : { state, detail: this.#detail };
  }
}
