import type { Knex } from 'knex';
import type { ApiVersion, KeyScope, Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface KeyRow {
  id: string;
  kind: 'secret' | 'publishable';
  mode: Mode;
  name: string;
  prefix: string;
  scopes: KeyScope[] | null;
  /** Null for keys that are older than versions. */
  api_version: ApiVersion | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

type FoundKey = Pick<KeyRow, 'id' | 'kind' | 'mode' | 'scopes' | 'api_version'> & { tenant_id: string };

const columns = ['id', 'kind', 'mode', 'name', 'prefix', 'scopes', 'api_version', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'];

/** Who a key belongs to, by its hash; null when it is unknown, revoked or expired. Notes the time of use, to the minute. */
export async function findKeyByHash(knex: Knex, hash: Buffer): Promise<FoundKey | null> {
  const rows = await withoutTenant<FoundKey>(knex, 'select * from key_of_hash(?)', [hash]);
  return rows[0] ?? null;
}

export async function insertKey(
  tx: TenantTx,
  key: Pick<KeyRow, 'id' | 'kind' | 'mode' | 'name' | 'prefix' | 'scopes' | 'api_version'> & { hash: Buffer },
): Promise<KeyRow> {
  const [row] = await tx
    .sql('api_keys')
    .insert({ ...key, tenant_id: tx.tenant })
    .returning<KeyRow[]>(columns);
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Newest first, from just before the key `before`. */
export async function listKeys(tx: TenantTx, mode: Mode, limit: number, before?: string): Promise<KeyRow[]> {
  const query = tx.sql('api_keys').where({ mode }).orderBy('id', 'desc').limit(limit);
  if (before) query.where('id', '<', before);
  return query.select<KeyRow[]>(columns);
}

/** Locks the key until the transaction ends. */
export async function lockKey(tx: TenantTx, mode: Mode, id: string): Promise<KeyRow | null> {
  const row = await tx.sql('api_keys').where({ mode, id }).forUpdate().first<KeyRow | undefined>(columns);
  return row ?? null;
}

export async function revokeKey(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('api_keys').where({ id }).whereNull('revoked_at').update({ revoked_at: tx.sql.fn.now() });
}

/** It never works for longer than it would have. */
export async function expireKeyIn(tx: TenantTx, id: string, ms: number): Promise<void> {
  await tx
    .sql('api_keys')
    .where({ id })
    .update({ expires_at: tx.sql.raw(`least(expires_at, now() + ? * interval '1 millisecond')`, [ms]) });
}
