import type { Reconciliation, Reconciling } from '../services/volumes/reconcile.js';
import { regularly } from './regularly.js';

interface Reporter {
  found(counts: Record<string, number>): void;
  failed(error: unknown): void;
}

/**
 * Removes volumes and sandboxes that no interview wants any more. Every process may do it: what is gone already is fine. Returns the way
 * to stop, which waits for what is under way.
 */
export function reconcileRegularly(reconciling: Reconciling, reporter: Reporter): () => Promise<void> {
  const reconcile = async () => {
    const counts = countsOf(await reconciling.reconcile());
    if (Object.entries(counts).some(([name, count]) => name !== 'kept' && count > 0)) reporter.found(counts);
  };
  return regularly(reconcile, { every_ms: 30 * 60_000, first_ms: 2 * 60_000 }, (error) => reporter.failed(error));
}

const countsOf = ({ kept, removed, waiting, disputed, failed }: Reconciliation) => ({
  kept,
  removed: removed.length,
  waiting: waiting.length,
  disputed: disputed.length,
  failed: failed.length,
});
