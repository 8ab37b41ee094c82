import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'vitest';

/**
 * Runs `work` and expects that this process answered all the while: within 100 ms nearly always, and never later than a second.
 * The tail is the scheduler's, on a test machine that others use too; a call that blocks on a candidate's doing blocks for many seconds.
 */
export async function withoutStall(work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  try {
    await work();
  } finally {
    delay.disable();
  }
  expect(delay.percentile(95) / 1e6).toBeLessThan(100);
  expect(delay.max / 1e6).toBeLessThan(1_000);
}
