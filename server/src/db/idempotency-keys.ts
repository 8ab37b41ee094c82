import type { Knex } from 'knex';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface ClaimedKey {
  readonly key_hash: Buffer;
  readonly request_hash: Buffer;
  /** Whose the claim is: an answer is only kept by the one who still holds it. */
  readonly claim: string;
}

export interface HeldKey {
  readonly request_hash: Buffer;
  /** Sealed; null while the request runs. */
  readonly answer: Buffer | null;
}

/**
 * Claims a key for `lease_s` seconds, kept for 24 hours. A key that is forgotten, or whose request died with its process, is claimed anew.
 * Null when it was claimed; else what is known of the request that holds it.
 */
export async function claimKey(tx: TenantTx, { key_hash, request_hash, claim }: ClaimedKey, lease_s: number): Promise<HeldKey | null> {
  const { rows } = await tx.sql.raw<{ rows: unknown[] }>(
    `insert into idempotency_keys as k (tenant_id, key_hash, request_hash, claim, lease_until, expires_at)
     values (:tenant, :key_hash, :request_hash, :claim, now() + :lease_s * interval '1 second', now() + interval '24 hours')
     on conflict (tenant_id, key_hash) do update
       set request_hash = excluded.request_hash, claim = excluded.claim, answer = null, lease_until = excluded.lease_until, expires_at = excluded.expires_at
       where k.expires_at <= now() or (k.answer is null and k.lease_until <= now() and k.request_hash = excluded.request_hash)
     returning 1`,
    { tenant: tx.tenant, key_hash, request_hash, claim, lease_s },
  );
  if (rows.length > 0) return null;
  const held = await tx.sql('idempotency_keys').where({ key_hash }).first<HeldKey | undefined>('request_hash', 'answer');
  return held ?? claimKey(tx, { key_hash, request_hash, claim }, lease_s);
}

type Claim = Pick<ClaimedKey, 'key_hash' | 'claim'>;

export async function extendLease(tx: TenantTx, { key_hash, claim }: Claim, lease_s: number): Promise<void> {
  await tx
    .sql('idempotency_keys')
    .where({ key_hash, claim })
    .update({ lease_until: tx.sql.raw(`now() + ? * interval '1 second'`, [lease_s]) });
}

export async function keepAnswer(tx: TenantTx, { key_hash, claim }: Claim, answer: Buffer): Promise<void> {
  await tx.sql('idempotency_keys').where({ key_hash, claim }).update({ answer });
}

export async function releaseKey(tx: TenantTx, { key_hash, claim }: Claim): Promise<void> {
  await tx.sql('idempotency_keys').where({ key_hash, claim }).delete();
}

/** Drops keys that are older than a day, and full rate buckets, of any tenant. */
export const forgetStale = (knex: Knex, atMost: number) => withoutTenant(knex, 'select forget_stale(?)', [atMost]);
