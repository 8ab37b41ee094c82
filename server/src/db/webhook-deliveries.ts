import type { Knex } from 'knex';
import type { DeliveryState, Mode, WebhookDelivery } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  type: WebhookDelivery['type'];
  /** JSON, exactly as it is sent. */
  payload: string;
  state: DeliveryState;
  attempts: number;
  next_at: Date | null;
  last_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  last_duration_ms: number | null;
  created_at: Date;
}

export interface NewEvent {
  id: string;
  mode: Mode;
  type: string;
  payload: string;
}

export interface ClaimedDelivery {
  id: string;
  tenant_id: string;
}

/** The ids of enabled endpoints that listen to events of this type. */
export async function listeners(tx: TenantTx, mode: Mode, type: string): Promise<string[]> {
  return tx.sql('webhook_endpoints').where({ mode, enabled: true }).whereRaw('(events is null or ? = any(events))', [type]).pluck('id');
}

/** An event that is owed to these endpoints; `deliveries` are the ids for them. */
export async function insertEvent(
  tx: TenantTx,
  event: NewEvent,
  deliveries: readonly { id: string; endpoint_id: string; lease_s?: number }[],
): Promise<void> {
  await tx.sql('webhook_events').insert({ ...event, tenant_id: tx.tenant });
  await tx.sql('webhook_deliveries').insert(
    deliveries.map(({ id, endpoint_id, lease_s = 0 }) => ({
      id,
      endpoint_id,
      event_id: event.id,
      tenant_id: tx.tenant,
      attempts: lease_s > 0 ? 1 : 0,
      next_at: tx.sql.raw(`now() + ? * interval '1 second'`, [lease_s]),
    })),
  );
}

const rows = (tx: TenantTx) => tx.sql('webhook_deliveries as d').join('webhook_events as e', 'e.id', 'd.event_id');
const columns = ['d.*', 'e.type', 'e.payload'];

export async function readDelivery(tx: TenantTx, id: string): Promise<DeliveryRow | null> {
  return (await rows(tx).where('d.id', id).first<DeliveryRow | undefined>(columns)) ?? null;
}

/** Newest first, from just before the delivery `before`. */
export async function listDeliveries(
  tx: TenantTx,
  endpoint: string,
  filter: { limit: number; before: string | undefined; state: DeliveryState | undefined; type: string | undefined },
): Promise<DeliveryRow[]> {
  const query = rows(tx).where('d.endpoint_id', endpoint).orderBy('d.id', 'desc').limit(filter.limit);
  if (filter.before) query.where('d.id', '<', filter.before);
  if (filter.state) query.where('d.state', filter.state);
  if (filter.type) query.where('e.type', filter.type);
  return query.select<DeliveryRow[]>(columns);
}

/** What an attempt came to. `next_in_s` is null when nothing more is planned. */
export interface Attempt {
  state: DeliveryState;
  next_in_s: number | null;
  last_status: number | null;
  last_error: string | null;
  last_duration_ms: number;
}

export async function recordAttempt(tx: TenantTx, id: string, { next_in_s, ...attempt }: Attempt): Promise<void> {
  await tx
    .sql('webhook_deliveries')
    .where({ id })
    .update({
      ...attempt,
      last_at: tx.sql.fn.now(),
      next_at: next_in_s === null ? null : tx.sql.raw(`now() + ? * interval '1 second'`, [next_in_s]),
    });
}

/** Owed anew, from the first try on. */
export async function oweAgain(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('webhook_deliveries').where({ id }).update({ state: 'pending', attempts: 0, next_at: tx.sql.fn.now() });
}

/** Takes on what is due, of any tenant, for `lease_s` seconds. */
export const claimDeliveries = (knex: Knex, atMost: number, perEndpoint: number, lease_s: number) =>
  withoutTenant<ClaimedDelivery>(knex, `select * from claim_deliveries(?, ?, ? * interval '1 second')`, [atMost, perEndpoint, lease_s]);

/** Forgets events of more than 30 days ago, of any tenant. */
export const forgetEvents = (knex: Knex, atMost: number) => withoutTenant(knex, 'select forget_webhook_events(?)', [atMost]);
