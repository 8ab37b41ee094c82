/** What has something to forget. */
export interface Sweepable {
  sweep(): Promise<void>;
}

const every_ms = 60_000;

/** Forgets what is out of date. Every process may do it: who comes second finds it done. Returns the way to stop. */
export function sweepRegularly(all: readonly Sweepable[], onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    for (const each of all) void each.sweep().catch(onError);
  }, every_ms);
  timer.unref();
  return () => clearInterval(timer);
}
