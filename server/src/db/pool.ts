import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { OpeningClient } from './opening.js';

/** Opens a pool. It connects on first use; `destroy()` ends it. */
export function openDatabase(url: string, options: { connections?: number; applicationName?: string } = {}): Knex {
  // Counts and milliseconds stay far below 2^53, so a bigint is a plain number here.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  return createKnex({
    client: OpeningClient,
    connection: { connectionString: url, application_name: options.applicationName ?? 'interviewlm', keepAlive: true },
    pool: { min: 0, max: options.connections ?? 20 },
    acquireConnectionTimeout: 10_000,
  });
}
