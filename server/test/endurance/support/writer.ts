import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent } from '@interviewlm/protocol';
import { seeded } from '@interviewlm/recording/testing';
import type { At } from '../../../src/services/recording/log.js';

export interface Invited {
  readonly at: At;
  readonly token: string;
}

const request_ms = 8000;
/** A page sends what it has about every two seconds. */
const flush_ms = 2000;

/** A page that records: batches are frozen when they are made, and sent one after another until each is acknowledged. */
export class Writer {
  /** Up to here its own events are durable, as it was told. */
  acked = 0;
  /** Events of the batch that it would send next. */
  inFlight = 0;
  failed = 0;
  readonly at: At;
  readonly #token: string;
  readonly #client = randomUUID();
  readonly #random: () => number;
  readonly #began = Date.now();

  constructor({ at, token }: Invited, seed: number) {
    this.at = at;
    this.#token = token;
    this.#random = seeded(seed);
  }

  async write(url: string, stop: AbortSignal): Promise<void> {
    const stopped = () => stop.aborted;
    await sleep(this.#random() * flush_ms);
    while (!stopped()) {
      const events = this.#record();
      this.inFlight = events.length;
      while (!stopped() && !(await this.#send(url, events))) await sleep(100 + this.#random() * 400);
      await sleep(flush_ms * (0.5 + this.#random()));
    }
  }

  /** Each event says in its offset which of this page's events it is. */
  #record(): NewEvent[] {
    const t_ms = Date.now() - this.#began;
    return Array.from({ length: 1 + Math.floor(this.#random() * 40) }, (_, index) => ({
      t_ms,
      type: 'editor.cursor',
      data: { path: 'sum.js', offset: this.acked + index + 1 },
    }));
  }

  async #send(url: string, events: readonly NewEvent[]): Promise<boolean> {
    const body = JSON.stringify({ client_id: this.#client, first_seq: this.acked + 1, events });
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    try {
      const options = { method: 'POST', headers, body, signal: AbortSignal.timeout(request_ms) };
      const answer = await fetch(`${url}/api/interview/${this.at.interview}/events`, options);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      this.acked = ((await answer.json()) as { acked_seq: number }).acked_seq;
      this.inFlight = 0;
      return true;
    } catch {
      this.failed++;
      return false;
    }
  }
}
