import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client, type TerminalConnection } from '@interviewlm/client';
import { seeded } from '@interviewlm/recording/testing';
import type { At } from '../../../src/services/recording/log.js';
import { Writer } from './writer.js';

/** What a candidate asked, and what they were shown of the answer. */
export interface Talk {
  readonly question: string;
  message: string | null;
  said: string;
  /** Null where neither an answer nor its end ever came. */
  outcome: 'done' | 'error' | null;
}

/** Between two questions, and between two commands, on average. */
const askEvery_ms = 20_000;
const typeEvery_ms = 5_000;

/** A function, because it may become true while something is waited for. */
const isOver = (stop: AbortSignal) => stop.aborted;

/** A candidate at work: records, asks, and types in a terminal, with the client that pages have. */
export class Candidate {
  readonly writer: Writer;
  readonly talks: Talk[] = [];
  /** How long the terminal was away each time: from the break until a command typed afterwards had answered. */
  readonly away_ms: number[] = [];
  commands = 0;
  readonly #client: Client;
  readonly #random: () => number;
  #screen = '';
  #brokenAt: number | null = null;
  #typed = 0;

  constructor(
    private readonly url: string,
    readonly at: At,
    token: string,
    seed: number,
  ) {
    this.writer = new Writer({ at, token }, seed);
    this.#client = createClient({ baseUrl: url, token });
    this.#random = seeded(seed + 1);
  }

  /** Ms since the terminal broke; null while it works. */
  get isAway(): number | null {
    return this.#brokenAt === null ? null : performance.now() - this.#brokenAt;
  }

  async work(stop: AbortSignal): Promise<void> {
    await Promise.all([this.writer.write(this.url, stop), this.#talk(stop), this.#type(stop)]);
  }

  async #talk(stop: AbortSignal): Promise<void> {
    await sleep(this.#random() * askEvery_ms, undefined, { signal: stop }).catch(() => undefined);
    for (let n = 0; !stop.aborted; n++) {
      await this.#ask(`Question ${n} of ${this.at.interview}: why does it fail?`);
      await sleep(askEvery_ms * (0.5 + this.#random()), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async #ask(question: string): Promise<void> {
    const talk: Talk = { question, message: null, said: '', outcome: null };
    this.talks.push(talk);
    try {
      for await (const event of this.#client.chat(this.at.interview, { message: question })) {
        if (event.type === 'start') talk.message = event.message_id;
        else if (event.type === 'delta') talk.said += event.text;
        else if (event.type === 'done' || event.type === 'error') talk.outcome = event.type;
      }
    } catch {
      // Said to the candidate, who may ask again: what was taken is looked at in the end.
    }
  }

  async #type(stop: AbortSignal): Promise<void> {
    const terminal: TerminalConnection = this.#client.openTerminal({
      interview: this.at.interview,
      onOutput: (data, shown) => {
        this.#screen = (this.#screen + Buffer.from(data).toString('latin1')).slice(-4096);
        shown();
      },
      onStatus: (status) => {
        if (status === 'reconnecting') this.#brokenAt ??= performance.now();
      },
    });
    this.#brokenAt = performance.now();
    await this.#answers(terminal, stop);
    while (!stop.aborted) {
      const until = performance.now() + typeEvery_ms * (0.5 + this.#random());
      while (!isOver(stop) && performance.now() < until && this.isAway === null) await sleep(50);
      await this.#answers(terminal, stop);
    }
    terminal.close();
  }

  /** Types until a command is answered: what is typed and what comes differ, so that an echo is no answer. */
  async #answers(terminal: TerminalConnection, stop: AbortSignal): Promise<void> {
    const from = performance.now();
    const first = this.#typed + 1;
    const isAnswered = () => [...this.#screen.matchAll(/n(\d+)\./g)].some(([, n]) => Number(n) >= first);
    while (!isAnswered()) {
      while (terminal.status !== 'open') {
        if (isOver(stop)) return;
        await sleep(25);
      }
      terminal.send(`echo n''${++this.#typed}.\n`);
      for (const until = performance.now() + 1_000; performance.now() < until && !isAnswered();) await sleep(25);
      if (isOver(stop)) return;
      // A terminal that is open and silent is as good as none.
      if (performance.now() - from > 1_000) this.#brokenAt ??= from;
    }
    this.commands++;
    if (this.#brokenAt !== null) this.away_ms.push(performance.now() - this.#brokenAt);
    this.#brokenAt = null;
  }
}
