// What opening.ts and tenant-reads.ts build on; knex publishes no types for it.
declare module 'knex/lib/dialects/postgres/index.js' {
  import { Knex } from 'knex';
  export interface Asked {
    sql: string;
    bindings?: unknown[];
  }
  export default class Client extends Knex.Client {
    readonly config: Knex.Config & { pooled?: boolean; observe?: (operation: string) => (error?: unknown) => void };
    _query(connection: unknown, asked: Asked): Promise<Asked>;
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
declare module 'knex/lib/knex-builder/make-knex.js' {
  import type { Knex } from 'knex';
  export default function makeKnex(client: Knex.Client): Knex;
}
