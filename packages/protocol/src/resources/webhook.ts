import { z } from 'zod';
import { Mode, OverlapMs, pageOf, PageQuery, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { InterviewStatus } from './interview.js';

/** What a tenant's server is told about. */
export const WebhookEventType = z.enum([
  'interview.created',
  'interview.started',
  'interview.paused',
  'interview.resumed',
  'interview.submitted',
  'interview.scored',
  'interview.archived',
  'interview.erased',
  'report.overridden',
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** Sent on demand, whatever an endpoint listens to. */
export const webhookTestType = 'webhook.test';
const SentType = z.enum([...WebhookEventType.options, webhookTestType]);

/**
 * The body of a delivery. It names things and says nothing of a person: whoever may know more asks the API. `status` and `score` are as
 * they were at the moment of the event; in a test event the ids are of nothing.
 */
export const WebhookEvent = z.object({
  type: SentType,
  timestamp: Timestamp,
  data: z.object({
    interview: idOf('interview'),
    assessment: idOf('assessment'),
    candidate: idOf('candidate'),
    mode: Mode,
    status: InterviewStatus,
    score: z.object({ value: z.number(), max: z.number() }).nullable(),
  }),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

export const WebhookEndpoint = z.object({
  id: idOf('webhookEndpoint'),
  object: z.literal('webhook_endpoint'),
  mode: Mode,
  url: z.string(),
  description: z.string(),
  /** Null for every event, also those that are added later. */
  events: z.array(WebhookEventType).nullable(),
  enabled: z.boolean(),
  /** Why it is not enabled: somebody said so, it answered 410 Gone, or nothing reached it for 5 days. */
  disabled_reason: z.enum(['manual', 'gone', 'failing']).nullable(),
  /** Since when every delivery has failed; null when the last one arrived. */
  failing_since: Timestamp.nullable(),
  /** Until when deliveries are signed with the secret before this one as well. */
  previous_secret_until: Timestamp.nullable(),
  created_at: Timestamp,
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
export const WebhookEndpointPage = pageOf(WebhookEndpoint);

const url = z.string().max(2000);
const description = z.string().trim().max(200);
const events = z.array(WebhookEventType).min(1).nullable();

export const NewWebhookEndpoint = z.object({ url, description: description.default(''), events: events.default(null) });
export const WebhookEndpointChange = z.object({
  url: url.optional(),
  description: description.optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
});
/** Only the answers that make a secret ever hold it. */
export const WebhookEndpointWithSecret = WebhookEndpoint.extend({ secret: z.string() });
export const WebhookSecretRoll = z.object({ overlap_ms: OverlapMs });

export const DeliveryState = z.enum(['pending', 'delivered', 'failed']);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const WebhookDelivery = z.object({
  id: idOf('delivery'),
  object: z.literal('webhook_delivery'),
  endpoint: idOf('webhookEndpoint'),
  /** Sent as `webhook-id`: the same however often it is sent. */
  event: idOf('event'),
  type: SentType,
  state: DeliveryState,
  attempts: z.number().int(),
  last_attempt_at: Timestamp.nullable(),
  /** The HTTP status of the last answer; null when there was none. */
  last_status: z.number().int().nullable(),
  /** Why the last attempt failed, in words. */
  last_error: z.string().nullable(),
  last_duration_ms: z.number().int().nullable(),
  /** Null when nothing is planned. */
  next_attempt_at: Timestamp.nullable(),
  created_at: Timestamp,
  payload: WebhookEvent,
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
export const WebhookDeliveryPage = pageOf(WebhookDelivery);
export const WebhookDeliveryQuery = PageQuery.extend({ state: DeliveryState.optional(), type: SentType.optional() });
