import type { Erasing } from '../services/erasing/index.js';

const every_ms = 5_000;

/**
 * Goes on with erasures that another process began and didn't end. Every process may do it: what one has taken on, no other touches.
 * Returns the way to stop, which waits for those under way.
 */
export function eraseRegularly(erasing: Pick<Erasing, 'workDue'>, onError: (error: unknown) => void): () => Promise<void> {
  let busy: Promise<unknown> | null = null;
  const look = () => {
    busy ??= erasing
      .workDue()
      .catch(onError)
      .finally(() => (busy = null));
  };
  const timer = setInterval(look, every_ms);
  look();
  return async () => {
    clearInterval(timer);
    await busy;
  };
}
