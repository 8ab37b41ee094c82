import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../bin/interviewlm.mjs', import.meta.url));
const start_ms = 90_000;

/** The program as whoever runs it keeps it: started again whenever it ends. One that starts while the database is away ends by itself. */
export class Kept {
  #child: ChildProcess;
  #kept = true;
  /** What it wrote to standard error since it was started last. */
  #said = '';

  /** `url` is where it serves; null for one that doesn't. */
  constructor(
    readonly url: string | null,
    private readonly words: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.#child = this.#start();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves once it answers that it is ready. */
  async ready(): Promise<void> {
    const { url } = this;
    if (url === null) return;
    const deadline = Date.now() + start_ms;
    while (!(await isReady(url))) {
      if (Date.now() > deadline)
        throw new Error(`The server was not ready within ${start_ms / 1000} s: ${await answerOf(url)} ${this.#said}`);
      await sleep(50);
    }
  }

  /** Resolves once it has ended; it is started again at once. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }

  async end(): Promise<void> {
    this.#kept = false;
    await this.kill();
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [program, ...this.words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.#said = '';
    child.stderr.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-2000)));
    child.once('exit', () => {
      setTimeout(() => {
        if (this.#kept) this.#child = this.#start();
      }, 200);
    });
    return child;
  }
}

const answerOf = (url: string) => fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then((answer) => answer.text(), String);

const isReady = (url: string) =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  );
