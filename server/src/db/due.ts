import type { Knex } from 'knex';
import { withoutTenant } from './without-tenant.js';

/** How much of each kind of work is due and not done, of all tenants. */
export async function readDue(knex: Knex): Promise<Record<string, number>> {
  const rows = await withoutTenant<{ kind: string; count: number }>(knex, 'select * from count_due()', []);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
