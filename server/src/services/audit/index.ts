import type { Knex } from 'knex';
import type { AnswerOf, AuditEntry, QueryOf } from '@interviewlm/protocol';
import { insertAuditEntry, listAuditEntries, type AuditRow } from '../../db/audit-log.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { Actor, Scope } from '../scope.js';

export interface Deed {
  readonly action: string;
  readonly target: string | null;
  readonly address: string;
  readonly request_id: string;
}

/** Who changed what: entries are added and read, and never changed. */
export interface Audit {
  /** What a candidate does on their own interview is in its log, not here. */
  note(actor: Actor, deed: Deed): Promise<void>;
  /** What an ATS did by an integration. */
  noteIntegration(scope: Scope, integration: string, deed: Deed): Promise<void>;
  list(scope: Scope, query: QueryOf<'listAuditLog'>): Promise<AnswerOf<'listAuditLog'>>;
}

export function createAudit(knex: Knex): Audit {
  const insert = ({ tenant, mode }: Scope, { kind, id, email }: AuditEntry['actor'], deed: Deed) =>
    withTenant(knex, tenant, (tx) =>
      insertAuditEntry(tx, { ...deed, id: newId('audit'), mode, actor_kind: kind, actor_id: id, actor_email: email }),
    );
  return {
    async note(actor, deed) {
      if (actor.kind === 'candidate') return;
      await insert(actor, named(actor, actor.kind), deed);
    },
    noteIntegration: (scope, id, deed) => insert(scope, { kind: 'integration', id, email: null }, deed),
    list: (scope, { cursor, ...query }) =>
      withTenant(knex, scope.tenant, async (tx) => {
        const asked = { ...query, limit: query.limit + 1, before: decodeCursor('audit', cursor) };
        return page(await listAuditEntries(tx, scope.mode, asked), query.limit, present);
      }),
  };
}

function named(actor: Actor, kind: Exclude<Actor['kind'], 'candidate'>): AuditEntry['actor'] {
  if (!('key' in actor)) return { kind, id: actor.interview, email: null };
  return actor.person === undefined ? { kind, id: actor.key, email: null } : { kind: 'member', id: actor.key, email: actor.person };
}

const present = (row: AuditRow): AuditEntry => ({
  id: row.id,
  object: 'audit_entry',
  mode: row.mode,
  at: row.at.toISOString(),
  actor: { kind: row.actor_kind, id: row.actor_id, email: row.actor_email },
  action: row.action,
  target: row.target,
  address: row.address,
  request_id: row.request_id,
  details: row.details,
});
