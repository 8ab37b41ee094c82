import type { Recording } from '../services/recording/index.js';

const foldEvery_ms = 10_000;
const maintainEvery_ms = 6 * 3_600_000;

/**
 * Folds logs that are due, and keeps the partitions of their segments. Every process may do it: who comes second finds it done.
 * Returns the way to stop, which waits for what is under way.
 */
export function foldRegularly(recording: Pick<Recording, 'foldDue' | 'maintain'>, onError: (error: unknown) => void): () => Promise<void> {
  let busy: Promise<unknown> | null = recording
    .maintain()
    .catch(onError)
    .finally(() => (busy = null));
  const fold = setInterval(() => {
    busy ??= recording
      .foldDue()
      .catch(onError)
      .finally(() => (busy = null));
  }, foldEvery_ms);
  const maintain = setInterval(() => void recording.maintain().catch(onError), maintainEvery_ms);
  return async () => {
    clearInterval(fold);
    clearInterval(maintain);
    await busy;
  };
}
