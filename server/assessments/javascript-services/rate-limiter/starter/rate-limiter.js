export class RateLimiter {
  /** @param {{ limit: number, windowMs: number, now?: () => number }} options */
  constructor({ limit, windowMs, now = Date.now }) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.now = now;
  }

  /** How many clients are remembered. */
  get size() {
    return 0;
  }

  /**
   * @param {string} client
   * @returns {{ allowed: boolean, remaining: number, retryAfterMs: number }}
   */
  take(client) {
    throw new Error('not written yet');
  }
}
