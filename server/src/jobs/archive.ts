import type { Archiving } from '../services/archive/index.js';
import { regularly } from './regularly.js';

/**
 * Archives what has ended, and leaves it to the archive alone when its time is over. Every process may do it: what one has taken on,
 * no other touches. Returns the way to stop, which waits for the interviews under way.
 */
export function archiveRegularly(archiving: Pick<Archiving, 'workDue'>, onError: (error: unknown) => void): () => Promise<void> {
  const workAll = async (stopping: AbortSignal) => {
    while (!stopping.aborted && (await archiving.workDue()) > 0);
  };
  return regularly(workAll, { every_ms: 15_000 }, onError);
}
