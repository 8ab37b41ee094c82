type Why = 'silence' | 'stopped';

/**
 * Waits for one promise after another, each until it settles, until nothing has come for `silence_ms`, or until the signal aborts. One
 * timer and one listener for all of them: hundreds of streams wait for each of their tokens this way.
 */
export class Watch {
  readonly #timer: NodeJS.Timeout;
  readonly #leave = () => this.#end('stopped');
  #settle: ((why: Why) => void) | null = null;

  constructor(
    private readonly signal: AbortSignal,
    silence_ms: number,
  ) {
    this.#timer = setTimeout(() => this.#end('silence'), silence_ms);
    signal.addEventListener('abort', this.#leave);
  }

  /** One at a time. Rejects as the promise does; what it does after it was given up is no news. */
  wait<T>(promise: Promise<T>): Promise<T | Why> {
    this.#timer.refresh();
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      if (this.signal.aborted) resolve('stopped');
      promise.then(resolve, reject);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.signal.removeEventListener('abort', this.#leave);
  }

  #end(why: Why): void {
    this.#settle?.(why);
  }
}
