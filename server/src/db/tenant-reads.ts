import type { Knex } from 'knex';
import { walled } from './walled.js';
import { readingWalls } from './walled-query.js';

/** Asks within one tenant's wall. A `TenantTx` is one too: what only reads takes this, what locks or writes takes the transaction. */
export interface TenantReads {
  readonly tenant: string;
  readonly sql: Knex;
}

/** Tenants whose reads a process keeps ready; an object each. */
const mostKept = 10_000;
const kept = new WeakMap<Knex, Map<string, TenantReads>>();

/**
 * Reads of one tenant without a transaction: each question goes to the server in one message with its walls, and is answered in one round trip.
 * Nothing can be written, and two questions may see two states, as two statements of a transaction may as well (read committed).
 */
export function tenantReads(knex: Knex, tenant: string): TenantReads {
  const tenants = kept.get(knex) ?? new Map<string, TenantReads>();
  kept.set(knex, tenants);
  const known = tenants.get(tenant);
  if (known) return known;
  const reads = { tenant, sql: walled(knex, { tenant, walls: readingWalls }) };
  if (tenants.size >= mostKept) tenants.clear();
  tenants.set(tenant, reads);
  return reads;
}
