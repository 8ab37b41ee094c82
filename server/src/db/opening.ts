import type { Socket } from 'node:net';
import type { Knex } from 'knex';
import Client, { type Asked } from 'knex/lib/dialects/postgres/index.js';
import Transaction from 'knex/lib/dialects/postgres/execution/pg-transaction.js';
import type { StatementNames } from './statement-names.js';

/** Runs `work` in a transaction that begins with the statements of `opening`, or not at all. */
export function openedTransaction<T>(knex: Knex, opening: string, work: (sql: Knex.Transaction) => Promise<T>): Promise<T> {
  // Any other client, and a transaction inside another, would leave the opening out without a word.
  if (!(knex.client instanceof OpeningClient) || knex.isTransaction) throw new Error('This pool was not opened by openDatabase');
  return knex.transaction(work, { opening } as Knex.TransactionConfig);
}

/** Begins and opens in one message: what every request pays for its walls is then no round trip more than a bare transaction. */
class OpenedTransaction extends Transaction {
  readonly #opening: string | undefined;

  constructor(client: unknown, container: unknown, config?: { opening?: string }, outer?: unknown) {
    super(client, container, config, outer);
    this.#opening = config?.opening;
  }

  override async begin(connection: unknown): Promise<unknown> {
    if (!this.#opening) return super.begin(connection);
    return this.trxClient.query(connection, `begin; ${this.#opening}`).catch(async (error: unknown) => {
      // A connection must not go back to the pool inside a transaction that has failed.
      await this.trxClient.query(connection, 'rollback').catch(() => undefined);
      throw error;
    });
  }
}

/** Told of each statement when it is sent, by its first word; what it returns is told when that has ended. */
export type Observe = (operation: string) => (error?: unknown) => void;

/** Names for what a pool's connections are asked often: one set for what comes with its walls, one for all else. */
export type NamesOf = Readonly<Record<'walled' | 'plain', StatementNames>>;

/** The part of a pg client that its types leave out. */
interface Connected {
  readonly connection: { readonly stream: Socket };
}

/** What is asked of a connection before this turn of the event loop ends goes out in one write: to a socket that costs more than the statement. */
function sendTogether({ connection: { stream } }: Connected): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** knex's own client, with transactions that may have an opening, and names for its statements. knex has no other place for it. */
export class OpeningClient extends Client {
  override _query(connection: unknown, asked: Asked): Promise<Asked> {
    sendTogether(connection as Connected);
    const { names } = this.config;
    const name = names?.plain.of(asked.sql);
    if (name === undefined) return this.observed(asked, () => super._query(connection, asked));
    return this.observed(asked, () => super._query(connection, Object.assign(asked, { options: { ...asked.options, name } }))).catch(
      (error: unknown) => {
        // What it was part of has failed and comes again, with other names.
        names?.plain.outlived(error);
        throw error;
      },
    );
  }

  /** Sends a statement, and says so to who observes the pool. */
  observed<Answer>({ sql }: Asked, send: () => Promise<Answer>): Promise<Answer> {
    const ended = this.config.observe?.(/^\w+/.exec(sql.trimStart())?.[0].toLowerCase() ?? 'statement');
    const answer = send();
    if (ended) answer.then(() => ended(), ended);
    return answer;
  }

  override transaction(...args: [container: unknown, config?: { opening?: string }, outer?: unknown]): Knex.Transaction {
    return new OpenedTransaction(this, ...args) as unknown as Knex.Transaction;
  }
}
