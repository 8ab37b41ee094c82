import type { Orders } from '../services/ats/orders.js';
import type { Webhooks } from '../services/webhooks/index.js';

type Outbox = Pick<Webhooks, 'claimDue' | 'deliver'> | Pick<Orders, 'claimDue' | 'deliver'>;

const every_ms = 500;
const mostAtOnce = 20;

/**
 * Sends what is owed, to webhook endpoints or to applicant tracking systems, several at once. Every process may do it: what one has claimed, no other sends. Returns the way
 * to stop, which waits for what is on its way (10 s at most).
 */
export function deliverRegularly(outbox: Outbox, onError: (error: unknown) => void): () => Promise<void> {
  const underway = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  const look = async () => {
    for (const claimed of await outbox.claimDue(mostAtOnce - underway.size)) {
      const work: Promise<void> = outbox
        .deliver(claimed)
        .catch(onError)
        .finally(() => underway.delete(work));
      underway.add(work);
    }
  };
  const timer = setInterval(() => {
    if (underway.size >= mostAtOnce) return;
    looking ??= look()
      .catch(onError)
      .finally(() => (looking = null));
  }, every_ms);
  return async () => {
    clearInterval(timer);
    await looking;
    await Promise.all(underway);
  };
}
