import type { Knex } from 'knex';
import type { Mode, Role } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface LinkRow {
  id: string;
  role: Role;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  redeemed: number;
}

export interface FoundLink {
  id: string;
  tenant_id: string;
  mode: Mode;
  role: Role;
}

/** Whose a code is, by its hash; null when it is unknown, of another interview, expired or revoked. */
export async function findLinkByHash(knex: Knex, interview: string, hash: Buffer): Promise<FoundLink | null> {
  return (await withoutTenant<FoundLink>(knex, 'select * from find_link(?, ?)', [interview, hash]))[0] ?? null;
}

export async function insertLink(
  tx: TenantTx,
  interview: string,
  link: { id: string; role: Role; hash: Buffer; expires_at: Date },
): Promise<void> {
  await tx.sql('interview_links').insert({ ...link, interview_id: interview, tenant_id: tx.tenant });
}

export async function listLinks(tx: TenantTx, interview: string): Promise<LinkRow[]> {
  const columns = ['id', 'role', 'created_at', 'expires_at', 'revoked_at', 'redeemed'];
  return tx.sql('interview_links').where({ interview_id: interview }).orderBy('id').select<LinkRow[]>(columns);
}

/** Lets the candidate's codes live for at least `ms` from now: whoever has begun may finish. */
export async function extendCandidateLinks(tx: TenantTx, interview: string, ms: number): Promise<void> {
  const until = tx.sql.raw(`greatest(expires_at, now() + ? * interval '1 millisecond')`, [ms]);
  await tx.sql('interview_links').where({ interview_id: interview, role: 'candidate' }).update({ expires_at: until });
}

export async function countRedemption(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('interview_links').where({ id }).increment('redeemed');
}

/** Whether the interview has a link with that code, by its hash. */
export async function hasLink(tx: TenantTx, interview: string, hash: Buffer): Promise<boolean> {
  return (await tx.sql('interview_links').where({ interview_id: interview, hash }).first('id')) !== undefined;
}

/** No code opens it any more. */
export async function deleteLinks(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('interview_links').where({ interview_id: interview }).delete();
}

export async function revokeCandidateLinks(tx: TenantTx, interview: string): Promise<void> {
  const links = tx.sql('interview_links').where({ interview_id: interview, role: 'candidate' });
  await links.whereNull('revoked_at').update({ revoked_at: tx.sql.fn.now() });
}

/** Every code that still opens it. */
export async function revokeLinks(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('interview_links').where({ interview_id: interview }).whereNull('revoked_at').update({ revoked_at: tx.sql.fn.now() });
}

/** False when the interview has no such link. */
export async function revokeLink(tx: TenantTx, interview: string, id: string): Promise<boolean> {
  const revoked_at = tx.sql.raw('coalesce(revoked_at, now())');
  return (await tx.sql('interview_links').where({ interview_id: interview, id }).update({ revoked_at })) > 0;
}
