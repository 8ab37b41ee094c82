import type { Sessions } from '../services/sessions/index.js';

const every_ms = 30_000;

/**
 * Ends interviews whose time is over, also those that no one looks at. Every process may do it: each looks again under the
 * interview's lock. Returns the way to stop.
 */
export function expireRegularly(sessions: Pick<Sessions, 'expireDue'>, onError: (error: unknown) => void): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void sessions
      .expireDue()
      .catch(onError)
      .finally(() => (busy = false));
  }, every_ms);
  timer.unref();
  return () => clearInterval(timer);
}
