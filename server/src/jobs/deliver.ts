/** What is owed to somebody outside, and durable. */
interface Outbox<Claimed> {
  /** Takes on what is due, at most so much. */
  claimDue(atMost: number): Promise<Claimed[]>;
  deliver(claimed: Claimed): Promise<void>;
}

const every_ms = 500;
const mostAtOnce = 20;

/**
 * Sends what is owed: webhooks, what applicant tracking systems are told, e-mails; several at once. Every process may do it: what one has
 * claimed, no other sends. Returns the way to stop, which waits for what is on its way.
 */
export function deliverRegularly<Claimed>(outbox: Outbox<Claimed>, onError: (error: unknown) => void): () => Promise<void> {
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
