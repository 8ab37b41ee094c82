import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerProcess, Sandbox } from 'modal';
import type { Pty } from '../../services/volumes/port.js';
import { within } from './deadline.js';
import { execute } from './execute.js';
import { hangUpScript, resizeScript, terminalScript } from './scripts.js';

/** Shown before every command, the same in every image: the last part of it is what tells that the shell waits. */
const prompt = '\\w $ ';

/** A shell in a session's sandbox. Modal gives a terminal but no way to resize or kill it: other commands in the sandbox do that. */
export class ModalTerminal implements Pty {
  readonly #data: ((data: Uint8Array) => void)[] = [];
  readonly #exit: ((code: number | null) => void)[] = [];
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #unheard: Uint8Array[] = [];
  #ended: { code: number | null } | null = null;
  #gate: { opened: Promise<void>; open: () => void } | null = null;
  #size: { cols: number; rows: number } | null = null;
  #resizing = false;

  private constructor(
    private readonly sandbox: Sandbox,
    private readonly process: ContainerProcess<Uint8Array>,
    private readonly record: string,
  ) {
    this.#input = process.stdin.getWriter();
    void this.#follow();
  }

  static async start(sandbox: Sandbox, { cols, rows }: { cols: number; rows: number }): Promise<ModalTerminal> {
    const record = `/tmp/.interviewlm-terminal-${randomBytes(6).toString('hex')}`;
    const argv = ['sh', '-c', terminalScript, 'sh', record, String(rows), String(cols)];
    const env = { TERM: 'xterm-256color', PS1: prompt };
    const process = await within(() => sandbox.exec(argv, { mode: 'binary', pty: true, env }), 30_000);
    return new ModalTerminal(sandbox, process, record);
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.#data.push(listener);
    for (const data of this.#unheard.splice(0)) listener(data);
  }

  onExit(listener: (code: number | null) => void): void {
    this.#exit.push(listener);
    if (this.#ended) listener(this.#ended.code);
  }

  write(data: Uint8Array): void {
    // A shell that has ended takes nothing; its exit was told.
    this.#input.write(data).catch(() => undefined);
  }

  resize(cols: number, rows: number): void {
    this.#size = { cols, rows };
    if (!this.#resizing) void this.#applySize();
  }

  pause(): void {
    if (this.#gate) return;
    let open: () => void = () => undefined;
    this.#gate = { opened: new Promise<void>((resolve) => (open = resolve)), open };
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = null;
  }

  kill(): void {
    void this.#hangUp();
  }

  async #follow(): Promise<void> {
    const exited = this.process.wait().catch(() => null);
    try {
      for await (const data of this.process.stdout) {
        if (this.#gate) await this.#gate.opened;
        if (this.#data.length === 0) this.#unheard.push(data);
        for (const listener of this.#data) listener(data);
      }
    } catch {
      // The sandbox ended, or the connection did: either way this terminal is over.
    }
    this.#end(await Promise.race([exited, sleep(5000, null, { ref: false })]));
  }

  /** While a dragged window changes its size many times, only the last one counts. */
  async #applySize(): Promise<void> {
    this.#resizing = true;
    for (let size = this.#size; size; size = this.#size) {
      this.#size = null;
      const argv = ['sh', '-c', resizeScript, 'sh', this.record, String(size.rows), String(size.cols)];
      await execute(this.sandbox, argv, { timeout_ms: 10_000 }).catch(() => undefined);
    }
    this.#resizing = false;
  }

  async #hangUp(): Promise<void> {
    this.resume();
    await execute(this.sandbox, ['sh', '-c', hangUpScript, 'sh', this.record], { timeout_ms: 10_000 }).catch(() => undefined);
    await sleep(2000, undefined, { ref: false });
    this.#end(null);
  }

  #end(code: number | null): void {
    if (this.#ended) return;
    this.#ended = { code };
    for (const listener of this.#exit) listener(code);
  }
}
