// What opening.ts and tenant-reads.ts build on; knex publishes no types for it.
declare module 'knex/lib/dialects/postgres/index.js' {
  import { Knex } from 'knex';
  export interface Asked {
    sql: string;
    bindings?: unknown[];
    /** For pg alone, beside text and values. */
    options?: object;
  }
  /** As `StatementNames`: what is declared for a module can't import a file. */
  export interface Names {
    of(text: string): string | undefined;
    outlived(error: unknown): boolean;
  }
  export default class Client extends Knex.Client {
    readonly config: Knex.Config & {
      names?: Readonly<Record<'walled' | 'plain', Names>>;
      observe?: (operation: string) => (error?: unknown) => void;
    };
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
