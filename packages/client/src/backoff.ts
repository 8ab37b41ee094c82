export interface BackoffOptions {
  readonly firstMs?: number;
  readonly maxMs?: number;
}

/** Waits that double, with jitter so that a restarted server isn't met by everyone at once. */
export class Backoff {
  private attempt = 0;
  private readonly firstMs: number;
  private readonly maxMs: number;

  constructor({ firstMs = 500, maxMs = 15_000 }: BackoffOptions = {}) {
    this.firstMs = firstMs;
    this.maxMs = maxMs;
  }

  reset(): void {
    this.attempt = 0;
  }

  /** Ends early when the browser says that it is online again; rejects with the signal's reason. At least `leastMs`, when the server said so. */
  wait(signal?: AbortSignal, leastMs = 0): Promise<void> {
    const full = Math.min(this.maxMs, this.firstMs * 2 ** this.attempt++);
    return pause(Math.max(leastMs, full * (0.75 + Math.random() * 0.25)), signal);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const target = typeof window === 'undefined' ? undefined : window;
    const finish = (settle: () => void) => () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      target?.removeEventListener('online', done);
      settle();
    };
    const done = finish(resolve);
    const aborted = finish(() => reject(reasonOf(signal)));
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', aborted, { once: true });
    target?.addEventListener('online', done, { once: true });
  });
}

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted', 'AbortError');
