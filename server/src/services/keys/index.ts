import type { Knex } from 'knex';
import type { AnswerOf, BodyOf, QueryOf } from '@interviewlm/protocol';
import { expireKeyIn, findKeyByHash, insertKey, listKeys, lockKey, revokeKey } from '../../db/keys.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { KeyActor, Scope } from '../scope.js';
import { hashSecret, looksLikeKey, newKey, type KeyKind } from './format.js';
import { presentKey } from './present.js';

/** A tenant's keys. A scope only ever sees and changes the keys of its own mode. */
export interface Keys {
  /** Whose key that is; null when it is unknown, revoked or expired. */
  identify(key: string): Promise<KeyActor | null>;
  list(scope: Scope, query: QueryOf<'listKeys'>): Promise<AnswerOf<'listKeys'>>;
  create(scope: Scope, body: BodyOf<'createKey'>): Promise<AnswerOf<'createKey'>>;
  /** A new key like the old one, which goes on working for `overlap_ms`. */
  roll(scope: Scope, id: string, overlap_ms: number): Promise<AnswerOf<'rollKey'>>;
  /** At once. Again: nothing happens. */
  revoke(scope: Scope, id: string): Promise<void>;
}

export function createKeys(knex: Knex): Keys {
  return {
    async identify(key) {
      if (!looksLikeKey(key)) return null;
      const row = await findKeyByHash(knex, hashSecret(key));
      return row && { kind: row.kind, key: row.id, tenant: row.tenant_id, mode: row.mode };
    },
    list: (scope, query) =>
      withTenant(knex, scope.tenant, async (tx) => {
        const rows = await listKeys(tx, scope.mode, query.limit + 1, decodeCursor('key', query.cursor));
        return page(rows, query.limit, presentKey);
      }),
    create: (scope, { kind, name }) => withTenant(knex, scope.tenant, (tx) => make(tx, scope, kind, name)),
    roll: (scope, id, overlap_ms) =>
      withTenant(knex, scope.tenant, async (tx) => {
        const old = await lockKey(tx, scope.mode, id);
        if (!old || old.revoked_at) throw notFound('key');
        const made = await make(tx, scope, old.kind, old.name);
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

async function make(tx: TenantTx, { mode }: Scope, kind: KeyKind, name: string): Promise<AnswerOf<'createKey'>> {
  const { key, prefix, hash } = newKey(kind, mode);
  const row = await insertKey(tx, { id: newId('key'), kind, mode, name, prefix, hash });
  return { ...presentKey(row), key };
}
