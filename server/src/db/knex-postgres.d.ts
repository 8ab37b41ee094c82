// The two classes of knex that opening.ts extends; knex publishes no types for them.
declare module 'knex/lib/dialects/postgres/index.js' {
  import { Knex } from 'knex';
  export default class Client extends Knex.Client {
    transaction(...args: [container: unknown, config?: { opening?: string }, outer?: unknown]): Knex.Transaction;
  }
}
declare module 'knex/lib/dialects/postgres/execution/pg-transaction.js' {
  export default class Transaction {
    constructor(client: unknown, container: unknown, config?: unknown, outer?: unknown);
    readonly trxClient: { query(connection: unknown, sql: string): Promise<unknown> };
    begin(connection: unknown): Promise<unknown>;
  }
}
