import type { Mode, WebhookEventType } from '@interviewlm/protocol';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface WebhookEndpointRow {
  id: string;
  mode: Mode;
  url: string;
  description: string;
  events: WebhookEventType[] | null;
  enabled: boolean;
  disabled_reason: 'manual' | 'gone' | 'failing' | null;
  /** Sealed. */
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_until: Date | null;
  failing_since: Date | null;
  created_at: Date;
}

type NewRow = Pick<WebhookEndpointRow, 'id' | 'mode' | 'url' | 'description' | 'events' | 'secret'>;
export type EndpointChange = Partial<
  Pick<WebhookEndpointRow, 'url' | 'description' | 'events' | 'enabled' | 'disabled_reason' | 'failing_since'>
>;

const table = 'webhook_endpoints';

export async function insertEndpoint(tx: TenantTx, row: NewRow): Promise<WebhookEndpointRow> {
  const [made] = await tx
    .sql(table)
    .insert({ ...row, description: storableText(row.description), tenant_id: tx.tenant })
    .returning<WebhookEndpointRow[]>('*');
  if (!made) throw new Error('An insert returned no row');
  return made;
}

/** Newest first, from just before the endpoint `before`. */
export async function listEndpoints(tx: TenantTx, mode: Mode, limit: number, before?: string): Promise<WebhookEndpointRow[]> {
  const query = tx.sql(table).where({ mode }).orderBy('id', 'desc').limit(limit);
  if (before) query.where('id', '<', before);
  return query.select<WebhookEndpointRow[]>('*');
}

export async function countEndpoints(tx: TenantTx, mode: Mode): Promise<number> {
  const [row] = await tx.sql(table).where({ mode }).count<{ count: number }[]>('* as count');
  return row?.count ?? 0;
}

export async function readEndpoint(tx: TenantTx, mode: Mode, id: string): Promise<WebhookEndpointRow | null> {
  return (await tx.sql(table).where({ mode, id }).first<WebhookEndpointRow | undefined>('*')) ?? null;
}

/** Locks the endpoint until the transaction ends. */
export async function lockEndpoint(tx: TenantTx, id: string): Promise<WebhookEndpointRow | null> {
  return (await tx.sql(table).where({ id }).forUpdate().first<WebhookEndpointRow | undefined>('*')) ?? null;
}

export async function changeEndpoint(tx: TenantTx, id: string, change: EndpointChange): Promise<void> {
  const { description, ...rest } = change;
  const row = { ...rest, ...(description !== undefined && { description: storableText(description) }) };
  if (Object.keys(row).length > 0) await tx.sql(table).where({ id }).update(row);
}

/** The secret before goes on signing for `overlap_ms`. */
export async function rollSecret(tx: TenantTx, id: string, secret: Buffer, overlap_ms: number): Promise<void> {
  await tx
    .sql(table)
    .where({ id })
    .update({
      previous_secret: tx.sql.ref('secret'),
      previous_until: tx.sql.raw(`now() + ? * interval '1 millisecond'`, [overlap_ms]),
      secret,
    });
}

export async function deleteEndpoint(tx: TenantTx, id: string): Promise<void> {
  await tx.sql(table).where({ id }).delete();
}
