import type { Knex } from 'knex';
import { readDelivery, recordAttempt, type Attempt, type ClaimedDelivery, type DeliveryRow } from '../../db/webhook-deliveries.js';
import { changeEndpoint, lockEndpoint, type EndpointChange, type WebhookEndpointRow } from '../../db/webhook-endpoints.js';
import { withTenant } from '../../db/tenant-tx.js';
import { nextPause_s } from './schedule.js';
import type { Send, Sent } from './send.js';
import { signedHeaders } from './sign.js';

export interface DeliverDeps {
  readonly knex: Knex;
  readonly send: Send;
  readonly unseal: (sealed: Buffer, endpoint: string) => string;
}

/** An endpoint that nothing reached for so long is given up. */
const patience_ms = 5 * 86_400_000;

/** One attempt at a delivery that this process has claimed. Its outcome, and what follows from it for the endpoint, is one transaction. */
export async function deliver(deps: DeliverDeps, { id, tenant_id }: ClaimedDelivery): Promise<void> {
  const found = await withTenant(deps.knex, tenant_id, async (tx) => {
    const delivery = await readDelivery(tx, id);
    const endpoint = delivery && (await lockEndpoint(tx, delivery.endpoint_id));
    return endpoint ? { delivery, endpoint } : null;
  });
  if (found?.delivery.state !== 'pending') return;
  const { delivery, endpoint } = found;
  const started = performance.now();
  const sent = await deps.send(endpoint.url, headersFor(deps, delivery, endpoint), delivery.payload);
  const duration_ms = Math.round(performance.now() - started);
  await withTenant(deps.knex, tenant_id, async (tx) => {
    const now = await lockEndpoint(tx, endpoint.id);
    if (!now) return;
    await recordAttempt(tx, id, attemptOf(delivery, sent, duration_ms));
    await changeEndpoint(tx, endpoint.id, changeAfter(now, sent));
  });
}

function headersFor({ unseal }: DeliverDeps, { event_id, payload }: DeliveryRow, endpoint: WebhookEndpointRow): Record<string, string> {
  const { id, secret, previous_secret, previous_until } = endpoint;
  const previous = previous_secret && previous_until && previous_until > new Date() ? [unseal(previous_secret, id)] : [];
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(payload)),
    'user-agent': 'InterviewLM-Webhooks',
    ...signedHeaders([unseal(secret, id), ...previous], event_id, new Date(), payload),
  };
}

function attemptOf({ attempts }: DeliveryRow, { status, error }: Sent, duration_ms: number): Attempt {
  const known = { last_status: status, last_error: error, last_duration_ms: duration_ms };
  if (error === null) return { ...known, state: 'delivered', next_in_s: null };
  const next_in_s = status === 410 ? null : nextPause_s(attempts);
  return { ...known, state: next_in_s === null ? 'failed' : 'pending', next_in_s };
}

function changeAfter({ failing_since, enabled }: WebhookEndpointRow, { status, error }: Sent): EndpointChange {
  if (error === null) return failing_since ? { failing_since: null } : {};
  const since = failing_since ?? new Date();
  const noted = failing_since ? {} : { failing_since: since };
  if (!enabled) return noted;
  if (status === 410) return { ...noted, enabled: false, disabled_reason: 'gone' };
  return Date.now() - since.getTime() >= patience_ms ? { ...noted, enabled: false, disabled_reason: 'failing' } : noted;
}
