import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest time that this process didn't answer while some work was done. */
export interface Stall {
  /** By its own doing. */
  own_ms: number;
  /** By the clock, which also counts the time in which the machine let others run. */
  clock_ms: number;
}

const every_ms = 5;

/**
 * Measures while `work` is done. A delay of the event loop is our own unless this thread was ready all the while and waited for a
 * processor: a test machine is busy with others, and a sandbox may take a whole processor by design.
 */
export async function measureStall(work: () => Promise<void>): Promise<Stall> {
  const clock = monitorEventLoopDelay({ resolution: every_ms });
  let own_ms = 0;
  let due = performance.now() + every_ms;
  let waitedBefore = waited_ms();
  const look = () => {
    const [now, waited] = [performance.now(), waited_ms()];
    own_ms = Math.max(own_ms, now - due - (waited - waitedBefore));
    due = now + every_ms;
    waitedBefore = waited;
    timer = setTimeout(look, every_ms);
  };
  let timer = setTimeout(look, every_ms);
  clock.enable();
  try {
    await work();
  } finally {
    look();
    clearTimeout(timer);
    clock.disable();
  }
  return { own_ms, clock_ms: Math.max(own_ms, clock.max / 1e6) };
}

/** Time that the main thread was ready to run and had no processor, and that the processors were lent to other machines. */
function waited_ms(): number {
  const [, queued = '0'] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  const stolen = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/)[8] ?? '0';
  return Number(queued) / 1e6 + Number(stolen) * 10;
}
