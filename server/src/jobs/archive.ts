import type { Archiving } from '../services/archive/index.js';

const every_ms = 15_000;

/**
 * Archives what has ended, and leaves it to the archive alone when its time is over. Every process may do it: what one has taken on,
 * no other touches. Returns the way to stop, which waits for the interviews under way.
 */
export function archiveRegularly(archiving: Pick<Archiving, 'workDue'>, onError: (error: unknown) => void): () => Promise<void> {
  let busy: Promise<unknown> | null = null;
  let stopped = false;
  const workAll = async () => {
    while (!stopped && (await archiving.workDue()) > 0);
  };
  const look = () => {
    busy ??= workAll()
      .catch(onError)
      .finally(() => (busy = null));
  };
  const timer = setInterval(look, every_ms);
  look();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await busy;
  };
}
