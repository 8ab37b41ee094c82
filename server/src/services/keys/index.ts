import type { Knex } from 'knex';
import { apiVersion, keyScopes, type AnswerOf, type BodyOf, type KeyScope, type QueryOf } from '@interviewlm/protocol';
import { expireKeyIn, findKeyByHash, insertKey, listKeys, lockKey, revokeKey } from '../../db/keys.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { KeyActor, Scope } from '../scope.js';
import { hashSecret, looksLikeKey, newKey } from './format.js';
import { presentKey } from './present.js';

/** A tenant's keys. A scope only ever sees and changes the keys of its own mode. */
export interface Keys {
  /** Whose key that is; null when it is unknown, revoked or expired. */
  identify(key: string): Promise<KeyActor | null>;
  list(scope: Scope, query: QueryOf<'listKeys'>): Promise<AnswerOf<'listKeys'>>;
  create(scope: Scope, wanted: WantedKey): Promise<AnswerOf<'createKey'>>;
  /**
   * A new key like the old one, which goes on working for `overlap_ms`, or less when it would have expired before. 403 when the old one
   * may do more than `granted`.
   */
  roll(scope: Scope, id: string, overlap_ms: number, granted?: Granted): Promise<AnswerOf<'rollKey'>>;
  /** At once. Again: nothing happens. */
  revoke(scope: Scope, id: string): Promise<void>;
}

/** Null for everything. */
type Granted = readonly KeyScope[] | null;
/** What isn't said is as in the contract: every scope, and today's version. */
type WantedKey = Pick<BodyOf<'createKey'>, 'kind' | 'name'> & Partial<Pick<BodyOf<'createKey'>, 'scopes' | 'api_version'>>;

export function createKeys(knex: Knex): Keys {
  return {
    async identify(key) {
      if (!looksLikeKey(key)) return null;
      const row = await findKeyByHash(knex, hashSecret(key));
      if (!row) return null;
      const { kind, mode, scopes, api_version } = row;
      return { kind, key: row.id, tenant: row.tenant_id, mode, scopes, version: api_version ?? apiVersion };
    },
    list: (scope, query) =>
      withTenant(knex, scope.tenant, async (tx) => {
        const rows = await listKeys(tx, scope.mode, query.limit + 1, decodeCursor('key', query.cursor));
        return page(rows, query.limit, presentKey);
      }),
    create: (scope, wanted) => withTenant(knex, scope.tenant, (tx) => make(tx, scope, wanted)),
    roll: (scope, id, overlap_ms, granted = null) =>
      withTenant(knex, scope.tenant, async (tx) => {
        const old = await lockKey(tx, scope.mode, id);
        if (!old || old.revoked_at) throw notFound('key');
        if (old.kind === 'secret') requireCovered(granted, old.scopes);
        const made = await make(tx, scope, { ...old, api_version: old.api_version ?? apiVersion });
        await expireKeyIn(tx, old.id, overlap_ms);
        return made;
      }),
    revoke: (scope, id) =>
      withTenant(knex, scope.tenant, async (tx) => {
        if (!(await lockKey(tx, scope.mode, id))) throw notFound('key');
        await revokeKey(tx, id);
      }),
  };
}

/** Nobody hands on what they don't have: 403 unless every wanted scope is granted. */
export function requireCovered(granted: Granted, wanted: Granted): void {
  const missing = granted && (wanted ?? keyScopes).filter((scope) => !granted.includes(scope));
  if (missing && (missing.length > 0 || !wanted)) throw new ApiError('forbidden', 'Nobody can let in more than they may do themselves.');
}

async function make(tx: TenantTx, { mode }: Scope, wanted: WantedKey): Promise<AnswerOf<'createKey'>> {
  const { kind, name, scopes = null, api_version = apiVersion } = wanted;
  const { key, prefix, hash } = newKey(kind, mode);
  const row = await insertKey(tx, { id: newId('key'), kind, mode, name, scopes, api_version, prefix, hash });
  return { ...presentKey(row), key };
}
