import type { Idempotency } from '../services/idempotency/index.js';

const every_ms = 60_000;

/** Forgets what is out of date. Every process may do it: who comes second finds it done. Returns the way to stop. */
export function sweepRegularly(idempotency: Pick<Idempotency, 'sweep'>, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void idempotency.sweep().catch(onError), every_ms);
  timer.unref();
  return () => clearInterval(timer);
}
