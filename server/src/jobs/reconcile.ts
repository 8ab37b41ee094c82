import type { Reconciliation, Reconciling } from '../services/volumes/reconcile.js';

const first_ms = 2 * 60_000;
const every_ms = 30 * 60_000;

interface Reporter {
  found(counts: Record<string, number>): void;
  failed(error: unknown): void;
}

/**
 * Removes volumes and sandboxes that no interview wants any more. Every process may do it: what is gone already is fine. Returns the way
 * to stop, which waits for what is under way.
 */
export function reconcileRegularly(reconciling: Reconciling, reporter: Reporter): () => Promise<void> {
  let busy: Promise<void> | null = null;
  const look = () => {
    busy ??= reconciling
      .reconcile()
      .then((found) => {
        const counts = countsOf(found);
        if (Object.entries(counts).some(([name, count]) => name !== 'kept' && count > 0)) reporter.found(counts);
      })
      .catch((error: unknown) => reporter.failed(error))
      .finally(() => (busy = null));
  };
  const first = setTimeout(look, first_ms);
  const timer = setInterval(look, every_ms);
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await busy;
  };
}

const countsOf = ({ kept, removed, waiting, disputed, failed }: Reconciliation) => ({
  kept,
  removed: removed.length,
  waiting: waiting.length,
  disputed: disputed.length,
  failed: failed.length,
});
