import type { Logger } from 'pino';

const patience_ms = 30_000;

/**
 * Waits for SIGTERM or SIGINT, then closes; a second signal, or a close that takes too long, ends the process at once. `drain_ms` is the part
 * of it that is no work: nobody at a keyboard waits for it.
 */
export async function untilStopped(log: Logger, close: (drain_ms: number) => Promise<void>, drain_ms = 0): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log.info({ signal }, 'stopping');
  const now = () => process.exit(1);
  process.once('SIGTERM', now);
  process.once('SIGINT', now);
  const drains_ms = signal === 'SIGTERM' ? drain_ms : 0;
  setTimeout(now, patience_ms + drains_ms).unref();
  await close(drains_ms);
  log.info('stopped');
  process.exit(0);
}
