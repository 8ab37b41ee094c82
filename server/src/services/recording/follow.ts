import type { Knex } from 'knex';
import type { SessionEvent } from '@interviewlm/protocol';
import { markFollowed } from '../../db/log-heads.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Bus } from './bus.js';
import { logChannel, readLog, type At } from './log.js';
import { eventsAfter } from './pages.js';

/** A follower looks by itself this often, should a message ever be lost on the way: the bus tells when its own line was cut. */
const lookAgain_ms = 60_000;
/** How long after it was said that somebody follows news are told, and how often it is said again. */
const [toldFor_s, sayAgain_ms] = [180, 60_000];
/** Read at once and held in memory. */
const eventsPerRead = 2_000;

/** Every event after `after`, then each new one as it is committed, until `signal` aborts. Works on any API process. */
export async function* follow(knex: Knex, bus: Bus, at: At, after: number, signal: AbortSignal): AsyncGenerator<SessionEvent> {
  const news = new Bell();
  const stop = bus.subscribe(logChannel, at.interview, () => news.ring());
  const leave = () => news.ring();
  signal.addEventListener('abort', leave);
  try {
    let seen = after;
    let said = -Infinity;
    while (!signal.aborted) {
      if (performance.now() - said > sayAgain_ms) {
        // Before the first look: what comes after it is told, as both lock the interview.
        await withTenant(knex, at.tenant, (tx) => markFollowed(tx, at.interview, toldFor_s));
        said = performance.now();
      }
      const events = await readAfter(knex, at, seen);
      for (const event of events) {
        yield event;
        seen = event.seq;
      }
      if (events.length < eventsPerRead) await news.wait(lookAgain_ms);
    }
  } finally {
    stop();
    signal.removeEventListener('abort', leave);
  }
}

async function readAfter(knex: Knex, at: At, after: number): Promise<SessionEvent[]> {
  const reads = tenantReads(knex, at.tenant);
  await readLog(reads, at);
  const events: SessionEvent[] = [];
  for await (const event of eventsAfter(reads, at.interview, { after })) {
    events.push(event);
    if (events.length === eventsPerRead) break;
  }
  return events;
}

/** Rings before anyone waits are not lost. */
class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#rung) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    this.#wake = null;
    this.#rung = false;
  }
}
