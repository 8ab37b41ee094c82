import { setTimeout as sleep } from 'node:timers/promises';

const every_ms = 20;

/** Waits for the work as long as somebody would who asked for it; it goes on without them. */
export async function withPatience(work: Promise<void>, patience_ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience_ms)));
  await Promise.race([work, enough]);
  clearTimeout(timer);
}

/** Asks until it is so, or the time is over. Whether it is. */
export async function becomesSo(isSo: () => Promise<boolean>, patience_ms: number): Promise<boolean> {
  const end = performance.now() + patience_ms;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await sleep(every_ms);
  }
  return true;
}
