import type { Knex } from 'knex';
import type { MemberRole, Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface MemberRow {
  id: string;
  mode: Mode;
  /** In lower case. */
  email: string;
  role: MemberRole;
  /** The OpenID provider and its name for the person, from the first time they signed in. */
  identity: string | null;
  created_at: Date;
  last_seen_at: Date | null;
  removed_at: Date | null;
}

/** Where a person may be. */
export interface Membership {
  id: string;
  tenant_id: string;
  tenant_name: string;
  mode: Mode;
  role: MemberRole;
}

type NewRow = Pick<MemberRow, 'id' | 'mode' | 'email' | 'role'>;

/** Lets a person in, also one who was removed, who may then be somebody else. Null when they are in already. */
export async function insertMember(tx: TenantTx, row: NewRow): Promise<MemberRow | null> {
  const again = { role: row.role, identity: null, last_seen_at: null, removed_at: null };
  const [made] = await tx
    .sql('console_members')
    .insert({ ...row, tenant_id: tx.tenant })
    .onConflict(['tenant_id', 'mode', 'email'])
    .merge(again)
    .whereNotNull('console_members.removed_at')
    .returning<MemberRow[]>('*');
  return made ?? null;
}

/** Lets a person in by the domain of their address, once: whoever was removed stays out. */
export async function insertMemberOfDomain(tx: TenantTx, row: NewRow): Promise<void> {
  await tx
    .sql('console_members')
    .insert({ ...row, tenant_id: tx.tenant })
    .onConflict(['tenant_id', 'mode', 'email'])
    .ignore();
}

/** Newest first, from just before the member `before`. */
export async function listMembers(tx: TenantTx, mode: Mode, limit: number, before?: string): Promise<MemberRow[]> {
  const query = tx.sql('console_members').where({ mode }).whereNull('removed_at').orderBy('id', 'desc').limit(limit);
  if (before) query.where('id', '<', before);
  return query.select<MemberRow[]>('*');
}

/** Null when there is no such member of this mode. */
export async function changeMember(
  tx: TenantTx,
  mode: Mode,
  id: string,
  change: { role: MemberRole } | { removed_at: Date },
): Promise<MemberRow | null> {
  const changed = tx.sql('console_members').where({ mode, id }).whereNull('removed_at').update(change);
  const [row] = await changed.returning<MemberRow[]>('*');
  return row ?? null;
}

/** The first time says who the member is; false for anybody else, and for one who was removed meanwhile. */
export async function bindMember(tx: TenantTx, id: string, identity: string): Promise<boolean> {
  const bound = await tx
    .sql('console_members')
    .where({ id })
    .whereNull('removed_at')
    .where((either) => void either.whereNull('identity').orWhere({ identity }))
    .update({ identity });
  return bound === 1;
}

export const findMemberships = (knex: Knex, email: string, identity: string): Promise<Membership[]> =>
  withoutTenant<Membership>(knex, 'select * from console_memberships(?, ?)', [email, identity]);

/** Which tenants let in everybody with an address of this domain, and as what. */
export const findDomains = (knex: Knex, domain: string): Promise<{ tenant_id: string; mode: Mode; role: MemberRole }[]> =>
  withoutTenant(knex, 'select * from console_domains_of(?)', [domain]);

export async function upsertDomain(tx: TenantTx, row: { mode: Mode; domain: string; role: MemberRole }): Promise<void> {
  await tx
    .sql('console_domains')
    .insert({ ...row, tenant_id: tx.tenant })
    .onConflict(['tenant_id', 'mode', 'domain'])
    .merge(['role']);
}

/** Whether it was listed. */
export async function deleteDomain(tx: TenantTx, mode: Mode, domain: string): Promise<boolean> {
  return (await tx.sql('console_domains').where({ mode, domain }).delete()) > 0;
}
