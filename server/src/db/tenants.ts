import type { Knex } from 'knex';
import type { TenantTx } from './tenant-tx.js';

export interface TenantRow {
  id: string;
  name: string;
  origins: string[];
  created_at: Date;
}

/** By the owner of the tables: a tenant can't make another one. */
export async function insertTenant(knex: Knex, tenant: Pick<TenantRow, 'id' | 'name' | 'origins'>): Promise<TenantRow> {
  const [row] = await knex('tenants').insert(tenant).returning<TenantRow[]>('*');
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Replaces the list of exact origins of the transaction's tenant. */
export async function updateOrigins(tx: TenantTx, origins: readonly string[]): Promise<TenantRow> {
  const [row] = await tx
    .sql('tenants')
    .where({ id: tx.tenant })
    .update({ origins: [...origins] })
    .returning<TenantRow[]>('*');
  if (!row) throw new Error('A tenant changes its own origins, and there is none');
  return row;
}

/** The tenant of the transaction. */
export async function readTenant(tx: TenantTx): Promise<TenantRow | null> {
  return (await tx.sql('tenants').where({ id: tx.tenant }).first<TenantRow | undefined>('*')) ?? null;
}
