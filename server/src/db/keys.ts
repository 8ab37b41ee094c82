import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import { withoutTenant, type TenantTx } from './tenant-tx.js';

export interface KeyRow {
  id: string;
  kind: 'secret' | 'publishable';
  mode: Mode;
  name: string;
  prefix: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

const columns = ['id', 'kind', 'mode', 'name', 'prefix', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'];

/** Who a key belongs to, by its hash; null when it is unknown, revoked or expired. Notes the time of use, to the minute. */
export async function findKeyByHash(
  knex: Knex,
  hash: Buffer,
): Promise<{ id: string; tenant_id: string; kind: KeyRow['kind']; mode: Mode } | null> {
  const rows = await withoutTenant<{ id: string; tenant_id: string; kind: KeyRow['kind']; mode: Mode }>(knex, 'select * from find_key(?)', [
    hash,
  ]);
  return rows[0] ?? null;
}

export async function insertKey(
  tx: TenantTx,
  key: Pick<KeyRow, 'id' | 'kind' | 'mode' | 'name' | 'prefix'> & { hash: Buffer },
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

export async function expireKeyIn(tx: TenantTx, id: string, ms: number): Promise<void> {
  await tx
    .sql('api_keys')
    .where({ id })
    .update({ expires_at: tx.sql.raw(`now() + ? * interval '1 millisecond'`, [ms]) });
}
