import { readdirSync, readFileSync } from 'node:fs';
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
 * Measures while `work` is done. A delay of the event loop is our own unless this thread, or one that it may have waited for (V8 has several
 * collect garbage), was ready all the while and waited for a processor: a test machine is busy with others, and a sandbox may take a whole
 * processor by design. What this thread computed itself counts in any case.
 */
export async function measureStall(work: () => Promise<void>): Promise<Stall> {
  const clock = monitorEventLoopDelay({ resolution: every_ms });
  let own_ms = 0;
  let due = performance.now() + every_ms;
  let before = takeTimes();
  const look = () => {
    const [now, times] = [performance.now(), takeTimes()];
    const late = now - due;
    const mine = times.computed - before.computed - every_ms;
    const others = Math.max(0, ...[...times.waited].map(([thread, waited]) => waited - (before.waited.get(thread) ?? 0)));
    own_ms = Math.max(own_ms, Math.min(mine, late), late - (times.ready - before.ready) - others);
    due = now + every_ms;
    before = times;
    timer = setTimeout(look, every_ms);
  };
  let timer = setTimeout(look, every_ms);
  clock.enable();
  try {
    await work();
  } finally {
    clearTimeout(timer);
    look();
    clearTimeout(timer);
    clock.disable();
  }
  return { own_ms, clock_ms: Math.max(own_ms, clock.max / 1e6) };
}

interface Times {
  /** By the main thread, on a processor. */
  computed: number;
  /** Time that the main thread was ready to run and had no processor, and that the processors were lent to other machines. */
  ready: number;
  /** The same of every other thread. */
  waited: Map<string, number>;
}

function takeTimes(): Times {
  const main = String(process.pid);
  const stolen = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/)[8] ?? '0';
  const [computed, queued] = schedule(main);
  const others = readdirSync('/proc/self/task').filter((thread) => thread !== main);
  return {
    computed,
    ready: queued + Number(stolen) * 10,
    waited: new Map(others.map((thread) => [thread, schedule(thread)[1]])),
  };
}

/** Milliseconds on a processor, and waiting for one. */
function schedule(thread: string): [computed: number, queued: number] {
  try {
    const [computed = '0', queued = '0'] = readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ');
    return [Number(computed) / 1e6, Number(queued) / 1e6];
  } catch {
    // It has ended meanwhile.
    return [0, 0];
  }
}
