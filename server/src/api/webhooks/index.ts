import type { Webhooks } from '../../services/webhooks/index.js';
import type { Handlers } from '../handler.js';

type Names =
  | 'listWebhookEndpoints'
  | 'createWebhookEndpoint'
  | 'getWebhookEndpoint'
  | 'updateWebhookEndpoint'
  | 'deleteWebhookEndpoint'
  | 'rollWebhookSecret'
  | 'testWebhookEndpoint'
  | 'listWebhookDeliveries'
  | 'resendWebhookDelivery';

export const webhookHandlers = ({ webhooks }: { webhooks: Webhooks }): Pick<Handlers, Names> => ({
  listWebhookEndpoints: ({ actor, query }) => webhooks.list(actor, query),
  createWebhookEndpoint: ({ actor, body }) => webhooks.create(actor, body),
  getWebhookEndpoint: ({ actor, params }) => webhooks.get(actor, params.endpoint),
  updateWebhookEndpoint: ({ actor, params, body }) => webhooks.update(actor, params.endpoint, body),
  async deleteWebhookEndpoint({ actor, params }) {
    await webhooks.remove(actor, params.endpoint);
    return null;
  },
  rollWebhookSecret: ({ actor, params, body }) => webhooks.roll(actor, params.endpoint, body.overlap_ms),
  testWebhookEndpoint: ({ actor, params }) => webhooks.test(actor, params.endpoint),
  listWebhookDeliveries: ({ actor, params, query }) => webhooks.deliveries(actor, params.endpoint, query),
  resendWebhookDelivery: ({ actor, params }) => webhooks.resend(actor, params.endpoint, params.delivery),
});
