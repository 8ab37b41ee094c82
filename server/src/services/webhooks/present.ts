import { WebhookEvent, type WebhookDelivery, type WebhookEndpoint } from '@interviewlm/protocol';
import type { DeliveryRow } from '../../db/webhook-deliveries.js';
import type { WebhookEndpointRow } from '../../db/webhook-endpoints.js';

export const presentEndpoint = (row: WebhookEndpointRow): WebhookEndpoint => ({
  id: row.id,
  object: 'webhook_endpoint',
  mode: row.mode,
  url: row.url,
  description: row.description,
  events: row.events,
  enabled: row.enabled,
  disabled_reason: row.disabled_reason,
  failing_since: row.failing_since?.toISOString() ?? null,
  previous_secret_until: row.previous_until && row.previous_until > new Date() ? row.previous_until.toISOString() : null,
  created_at: row.created_at.toISOString(),
});

export const presentDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  object: 'webhook_delivery',
  endpoint: row.endpoint_id,
  event: row.event_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  last_attempt_at: row.last_at?.toISOString() ?? null,
  last_status: row.last_status,
  last_error: row.last_error,
  last_duration_ms: row.last_duration_ms,
  next_attempt_at: row.state === 'pending' ? (row.next_at?.toISOString() ?? null) : null,
  created_at: row.created_at.toISOString(),
  payload: WebhookEvent.parse(JSON.parse(row.payload)),
});
