export interface Rhythm {
  readonly every_ms: number;
  /** Until the first time; at once when left out. */
  readonly first_ms?: number;
}

/**
 * Does `work` again and again, never twice at once; its signal aborts when it should come to an end. Returns the way to stop, which waits
 * for what is under way.
 */
export function regularly(
  work: (stopping: AbortSignal) => Promise<unknown>,
  { every_ms, first_ms }: Rhythm,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let busy: Promise<unknown> | null = null;
  const look = () => {
    busy ??= work(stopping.signal)
      .catch(onError)
      .finally(() => (busy = null));
  };
  const first = first_ms === undefined ? undefined : setTimeout(look, first_ms);
  const timer = setInterval(look, every_ms);
  if (first_ms === undefined) look();
  return async () => {
    stopping.abort();
    clearTimeout(first);
    clearInterval(timer);
    await busy;
  };
}
