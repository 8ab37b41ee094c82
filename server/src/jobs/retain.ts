import type { Retention } from '../services/retention/index.js';
import { regularly } from './regularly.js';

/**
 * Erases what tenants keep no longer. Every process may do it: what one has taken on, no other touches. Returns the way to stop, which waits
 * for the sweep under way.
 */
export function retainRegularly(retention: Pick<Retention, 'workDue'>, onError: (error: unknown) => void): () => Promise<void> {
  const workAll = async (stopping: AbortSignal) => {
    while (!stopping.aborted && (await retention.workDue()) > 0);
  };
  return regularly(workAll, { every_ms: 60_000 }, onError);
}
