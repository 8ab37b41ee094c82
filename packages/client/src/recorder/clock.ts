import type { Interview } from '@interviewlm/protocol';

type ServerClock = Interview['clock'];

/**
 * The interview's clock as the server runs it. Built on the monotonic clock, so that a changed system time moves nothing; each answer
 * of the server corrects it, and of two answers the one that was quicker under way is believed.
 */
export class InterviewClock {
  private base = 0;
  private at = now();
  private running = false;
  private limit = 0;
  private uncertainty = Infinity;

  /** `sentAt` is `clockNow()` before the request that brought this clock. */
  sync(clock: ServerClock, sentAt: number = now()): void {
    const arrived = now();
    const roundTrip = arrived - sentAt;
    const changed = clock.running !== this.running || clock.limit_ms !== this.limit;
    if (!changed && roundTrip > this.uncertainty) return;
    this.uncertainty = roundTrip;
    this.base = clock.elapsed_ms;
    // The server read its clock somewhere on the way: half-way errs least.
    this.at = sentAt + roundTrip / 2;
    this.running = clock.running;
    this.limit = clock.limit_ms;
  }

  /** Time used, in milliseconds; stands while the interview is paused. */
  elapsed(): number {
    return Math.max(0, Math.round(this.running ? this.base + now() - this.at : this.base));
  }

  remaining(): number {
    return Math.max(0, this.limit - this.elapsed());
  }

  get limitMs(): number {
    return this.limit;
  }

  get isRunning(): boolean {
    return this.running;
  }
}

export const clockNow = (): number => now();

function now(): number {
  return performance.now();
}
