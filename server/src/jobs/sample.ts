const every_ms = 60_000;

/** Counts running sandboxes once a minute, in every process: a local sandbox is only known where it runs. Returns the way to stop. */
export function sampleRegularly(services: { sampleSandboxes(): Promise<void> }, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void services.sampleSandboxes().catch(onError), every_ms);
  timer.unref();
  return () => clearInterval(timer);
}
