import type { AuditEntry, Mode, QueryOf } from '@interviewlm/protocol';
import { jsonb, storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface AuditRow {
  id: string;
  mode: Mode;
  at: Date;
  actor_kind: AuditEntry['actor']['kind'];
  actor_id: string;
  /** Of a person who was signed in to the console. */
  actor_email: string | null;
  action: string;
  target: string | null;
  address: string | null;
  request_id: string | null;
  /** Of a sweep. */
  details: Record<string, number> | null;
}

type NewAuditRow = Omit<AuditRow, 'at' | 'details'> & Partial<Pick<AuditRow, 'details'>>;

/** There is no way to change an entry: the role has no right to. Retention removes those that are old enough (`retention-due.ts`). */
export async function insertAuditEntry(tx: TenantTx, { details = null, ...row }: NewAuditRow): Promise<void> {
  await tx.sql('audit_log').insert({ ...row, details: details && jsonb(details), tenant_id: tx.tenant });
}

/** Newest first, from just before the entry `before`. */
export async function listAuditEntries(
  tx: TenantTx,
  mode: Mode,
  { limit, before, action, target, actor, from, to }: Omit<QueryOf<'listAuditLog'>, 'cursor'> & { before: string | undefined },
): Promise<AuditRow[]> {
  const query = tx.sql('audit_log').where({ mode }).orderBy('id', 'desc').limit(limit);
  if (before) query.where('id', '<', before);
  for (const [column, value] of Object.entries({ action, target, actor_id: actor })) {
    if (value !== undefined) query.where(column, storableText(value));
  }
  if (from) query.where('at', '>=', from);
  if (to) query.where('at', '<', to);
  return query.select<AuditRow[]>('*');
}
