import type { Knex } from 'knex';
import { storeDrafts, type MessageContent } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { At } from '../recording/log.js';

/** Partial text is stored this often while it is written: what a crash can lose, and what other processes see late. */
const every_ms = 1_000;

/** An answer that is being made, as far as it has come. */
export interface Draft {
  readonly text: string;
  readonly content: MessageContent;
}

/** Stores the answers that this process makes as they grow: all of a tenant in one statement, as hundreds may grow at once. */
export class Drafts {
  readonly #waiting = new Map<string, { at: At; read: () => Draft }>();
  #isPlanned = false;
  #storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly knex: Knex,
    private readonly onError: (error: unknown, interview: string) => void,
  ) {}

  /** The answer has grown: what `read` gives by then is stored within a second. */
  grew(message: string, at: At, read: () => Draft): void {
    this.#waiting.set(message, { at, read });
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      this.#storing = this.#storing.then(() => this.#store());
    }, every_ms);
  }

  /** Resolves once nothing more of this answer will be stored from here. */
  async settle(message: string): Promise<void> {
    this.#waiting.delete(message);
    await this.#storing;
  }

  async #store(): Promise<void> {
    const grown = Map.groupBy(this.#waiting, ([, { at }]) => at.tenant);
    this.#waiting.clear();
    await Promise.all(
      [...grown].map(async ([tenant, answers]) => {
        const drafts = answers.map(([id, { read }]) => ({ id, ...read() }));
        await withTenant(this.knex, tenant, (tx) => storeDrafts(tx, drafts)).catch((error: unknown) =>
          answers.forEach(([, { at }]) => this.onError(error, at.interview)),
        );
      }),
    );
  }
}
