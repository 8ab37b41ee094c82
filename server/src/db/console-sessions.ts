import type { Knex } from 'knex';
import type { ApiVersion, KeyScope, MemberRole, Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

/** A session with what stands behind it: a key, or a person. */
export type ConsoleSessionRow = {
  id: string;
  expires_at: Date;
  /** When it ends unless it is used before. */
  idle_at: Date;
  tenant_id: string;
  mode: Mode;
} & (
  | { key_id: string; member_id: null; scopes: KeyScope[] | null; api_version: ApiVersion | null }
  | { key_id: null; member_id: string; email: string; role: MemberRole; identity: string }
);

/** Whose a session is, by its hash; null when it is unknown or over, or its key or its person is. Using it puts its end off by `idle_ms`. */
export async function findConsoleSession(knex: Knex, hash: Buffer, idle_ms: number): Promise<ConsoleSessionRow | null> {
  const rows = await withoutTenant<ConsoleSessionRow>(knex, 'select * from console_actor_of_hash(?, ?)', [hash, idle_ms]);
  return rows[0] ?? null;
}

export async function insertConsoleSession(
  tx: TenantTx,
  session: { id: string; key_id: string | null; member_id: string | null; hash: Buffer; idle_at: Date; expires_at: Date },
): Promise<void> {
  await tx.sql('console_sessions').insert({ ...session, tenant_id: tx.tenant });
}

export async function deleteConsoleSession(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('console_sessions').where({ id }).delete();
}

/** Everywhere that this person is signed in to this tenant and mode. */
export async function deleteSessionsOfMember(tx: TenantTx, member_id: string): Promise<void> {
  await tx.sql('console_sessions').where({ member_id }).delete();
}

/** Drops sessions that are over, of any tenant. */
export async function forgetConsoleSessions(knex: Knex, atMost: number): Promise<void> {
  await withoutTenant(knex, 'select forget_console_sessions(?)', [atMost]);
}
