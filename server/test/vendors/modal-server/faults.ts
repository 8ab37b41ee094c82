import type { CallContext } from 'nice-grpc';
import { ServerError, Status } from 'nice-grpc';
import { setTimeout as sleep } from 'node:timers/promises';

/** How one call is spoiled: refused, never settled, late, or done with its answer lost. */
export type Fault = 'UNAVAILABLE' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'never' | 'lost_answer' | { delay_ms: number };

/** Faults by the method they meet, and how often each method was called. */
export class Faults {
  readonly calls = new Map<string, number>();
  readonly #next = new Map<string, Fault[]>();
  readonly #always = new Map<string, Fault>();
  readonly #stuck: (() => void)[] = [];

  /** The next calls of the method meet these, one each. */
  add(method: string, ...faults: Fault[]): void {
    this.#next.set(method, [...(this.#next.get(method) ?? []), ...faults]);
  }

  /** Every call of the method meets this one, until null heals it: those that wait for ever then go on. */
  always(method: string, fault: Fault | null): void {
    this.#always.delete(method);
    if (fault !== null) this.#always.set(method, fault);
    else for (const heal of this.#stuck.splice(0)) heal();
  }

  /** Runs before a call; true when its answer must be lost after it. */
  async meet(method: string, context: CallContext): Promise<boolean> {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    const fault = this.#next.get(method)?.shift() ?? this.#always.get(method);
    if (fault === undefined) return false;
    if (fault === 'lost_answer') return true;
    if (fault === 'never')
      await new Promise<void>((resolve) => {
        this.#stuck.push(resolve);
        context.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    else if (typeof fault === 'object') await sleep(fault.delay_ms);
    else throw new ServerError(Status[fault], 'told to');
    return false;
  }
}
