import type { Knex } from 'knex';
import pg from 'pg';
import { appRole } from './app-role.js';
import { openedTransaction } from './opening.js';
import type { TenantReads } from './tenant-reads.js';

/** A transaction that sees one tenant's rows and no others: Postgres itself refuses the rest (row-level security). */
export interface TenantTx extends TenantReads {
  readonly sql: Knex.Transaction;
}

/**
 * Runs `work` in one transaction as `appRole`, walled into `tenant`. Both settings end with the transaction,
 * so it is safe behind PgBouncer in transaction mode.
 */
export async function withTenant<T>(knex: Knex, tenant: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return openedTransaction(knex, wallsOf(tenant), (sql) => work({ tenant, sql }));
}

const wallsOf = (tenant: string) => `set local role ${appRole}; set local app.tenant = ${pg.escapeLiteral(tenant)}`;
