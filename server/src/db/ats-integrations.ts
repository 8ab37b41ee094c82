import type { Knex } from 'knex';
import type { AtsKind, MailLocale, Mode } from '@interviewlm/protocol';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface IntegrationRow {
  id: string;
  mode: Mode;
  kind: AtsKind;
  name: string;
  base_url: string | null;
  account: string | null;
  /** Sealed. */
  secrets: Buffer;
  has_credential: boolean;
  key_prefix: string;
  previous_until: Date | null;
  /** In which candidates are invited; null where we invite nobody. */
  invitation_locale: MailLocale | null;
  enabled: boolean;
  last_used_at: Date | null;
  created_at: Date;
}

type NewRow = Omit<IntegrationRow, 'previous_until' | 'enabled' | 'last_used_at' | 'created_at'> & { key_hash: Buffer };
export type IntegrationRowChange = Partial<
  Pick<IntegrationRow, 'name' | 'base_url' | 'account' | 'secrets' | 'has_credential' | 'invitation_locale' | 'enabled' | 'key_prefix'>
>;

/** Who calls us, as far as that is known before the tenant's wall. */
export interface FoundIntegration {
  id: string;
  tenant_id: string;
  mode: Mode;
  kind: AtsKind;
}

const table = 'ats_integrations';
const columns = [
  ...['id', 'mode', 'kind', 'name', 'base_url', 'account', 'secrets', 'has_credential', 'key_prefix', 'previous_until', 'enabled'],
  ...['invitation_locale', 'last_used_at', 'created_at'],
];

/** The enabled integration that has this key, or this id, or both where both are given. */
export async function findIntegration(knex: Knex, by: { key?: Buffer; id?: string }): Promise<FoundIntegration | null> {
  const rows = await withoutTenant<FoundIntegration>(knex, 'select * from ats_integration_of(?, ?)', [by.key ?? null, by.id ?? null]);
  return rows[0] ?? null;
}

export async function insertIntegration(tx: TenantTx, row: NewRow): Promise<IntegrationRow> {
  const [made] = await tx
    .sql(table)
    .insert({ ...row, ...storableTexts(row), tenant_id: tx.tenant })
    .returning<IntegrationRow[]>(columns);
  if (!made) throw new Error('An insert returned no row');
  return made;
}

/** Newest first, from just before the integration `before`. */
export async function listIntegrations(tx: TenantTx, mode: Mode, limit: number, before?: string): Promise<IntegrationRow[]> {
  const query = tx.sql(table).where({ mode }).orderBy('id', 'desc').limit(limit);
  if (before) query.where('id', '<', before);
  return query.select<IntegrationRow[]>(columns);
}

export async function countIntegrations(tx: TenantTx, mode: Mode): Promise<number> {
  const [row] = await tx.sql(table).where({ mode }).count<{ count: number }[]>('* as count');
  return row?.count ?? 0;
}

export async function readIntegration(tx: TenantTx, mode: Mode, id: string): Promise<IntegrationRow | null> {
  return (await tx.sql(table).where({ mode, id }).first<IntegrationRow | undefined>(columns)) ?? null;
}

/** Locks the integration until the transaction ends. */
export async function lockIntegration(tx: TenantTx, mode: Mode, id: string): Promise<IntegrationRow | null> {
  return (await tx.sql(table).where({ mode, id }).forUpdate().first<IntegrationRow | undefined>(columns)) ?? null;
}

export async function changeIntegration(tx: TenantTx, id: string, change: IntegrationRowChange): Promise<void> {
  const row = { ...change, ...storableTexts(change) };
  if (Object.keys(row).length > 0) await tx.sql(table).where({ id }).update(row);
}

/** The key before goes on working for `overlap_ms`. */
export async function rollIntegrationKey(tx: TenantTx, id: string, key_hash: Buffer, overlap_ms: number): Promise<void> {
  const previous_until = tx.sql.raw(`now() + ? * interval '1 millisecond'`, [overlap_ms]);
  await tx
    .sql(table)
    .where({ id })
    .update({ previous_hash: tx.sql.ref('key_hash'), previous_until, key_hash });
}

/** Notes that the ATS called, to the minute. */
export async function touchIntegration(tx: TenantTx, id: string): Promise<void> {
  await tx
    .sql(table)
    .where({ id })
    .whereRaw(`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
    .update({ last_used_at: tx.sql.fn.now() });
}

export async function deleteIntegration(tx: TenantTx, id: string): Promise<void> {
  await tx.sql(table).where({ id }).delete();
}

const storableTexts = ({ name, account }: { name?: string; account?: string | null }) => ({
  ...(name !== undefined && { name: storableText(name) }),
  ...(account && { account: storableText(account) }),
});
