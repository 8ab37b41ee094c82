import { ApiError } from '../../errors.js';
import type { Handlers } from '../handler.js';

export interface ServiceDeps {
  /** Each part that the server can't do without: resolves to a word on how it is, rejects when it can't be used. */
  readonly checks: Readonly<Record<string, () => Promise<string>>>;
  /** Aborted once the server is on its way down. */
  readonly draining: AbortSignal;
  readonly onError: (error: unknown) => void;
}

const patience_ms = 5000;

export const serviceHandlers = ({ checks, draining, onError }: ServiceDeps): Pick<Handlers, 'health' | 'ready'> => ({
  health: () => Promise.resolve({ status: 'ok' }),
  async ready() {
    if (draining.aborted) throw new ApiError('shutting_down');
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await outcome(check, onError)] as const));
    const failed = results.filter(([, word]) => word === null).map(([name]) => name);
    if (failed.length > 0) throw new ApiError('shutting_down', `Not ready: ${failed.join(', ')}.`);
    return { status: 'ready', checks: Object.fromEntries(results.map(([name, word]) => [name, word ?? ''])) };
  },
});

async function outcome(check: () => Promise<string>, onError: (error: unknown) => void): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(new Error('A readiness check took too long')), patience_ms)),
  );
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    onError(error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
