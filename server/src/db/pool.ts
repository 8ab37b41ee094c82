import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { OpeningClient, type NamesOf, type Observe } from './opening.js';
import type { KeyRing } from './personal/key-ring.js';
import { StatementNames } from './statement-names.js';

export interface DatabaseOptions {
  readonly connections?: number;
  readonly applicationName?: string;
  /** There is a pooler in between: connections keep nothing from one transaction to the next. */
  readonly pooled?: boolean;
  /** What personal columns are sealed with; nothing is where it is left out. */
  readonly personal?: KeyRing;
  readonly observe?: Observe;
}

/** Opens a pool. It connects on first use; `destroy()` ends it. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Knex {
  // Counts and milliseconds stay far below 2^53, so a bigint is a plain number here.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const config: Knex.Config & Pick<DatabaseOptions, 'personal' | 'observe'> & { names?: NamesOf } = {
    client: OpeningClient,
    connection: connectionTo(url, options),
    pool: { min: 0, max: options.connections ?? 20 },
    acquireConnectionTimeout: 10_000,
    // Behind a pooler, the next statement may come to a connection that knows no names.
    ...(!options.pooled && { names: namesOf() }),
    ...(options.personal && { personal: options.personal }),
    ...(options.observe && { observe: options.observe }),
  };
  return createKnex(config);
}

/** With `pipeline`, what is asked at one time is sent at one time; the answers come in the same order. */
const connectionTo = (url: string, { applicationName = 'interviewlm' }: DatabaseOptions): Knex.PgConnectionConfig & { pipeline: true } => ({
  connectionString: url,
  application_name: applicationName,
  keepAlive: true,
  pipeline: true,
});

/** What changes rows or reads them, with columns that it names: a migration can't make its kept plan answer with others. */
const namesColumns = (sql: string): boolean =>
  /^\s*(select|insert|update|delete|with)\b/i.test(sql) && !/(\b(select|returning)|,)\s+(\w+\.)?\*/i.test(sql);

const namesOf = (): NamesOf => ({
  walled: new StatementNames({ prefix: 'walled', most: 100 }),
  plain: new StatementNames({ prefix: 'plain', most: 100, from: 10, keeps: namesColumns }),
});
