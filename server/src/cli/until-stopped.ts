import type { Logger } from 'pino';

const patience_ms = 30_000;

/** Waits for SIGTERM or SIGINT, then closes; a second signal, or a close that takes too long, ends the process at once. */
export async function untilStopped(log: Logger, close: () => Promise<void>): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log.info({ signal }, 'stopping');
  const now = () => process.exit(1);
  process.once('SIGTERM', now);
  process.once('SIGINT', now);
  setTimeout(now, patience_ms).unref();
  await close();
  log.info('stopped');
  process.exit(0);
}
