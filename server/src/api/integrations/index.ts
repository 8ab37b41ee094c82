import type { Integrations } from '../../services/ats/integrations.js';
import type { Orders } from '../../services/ats/orders.js';
import type { Handlers } from '../handler.js';

type Names =
  | 'listIntegrations'
  | 'createIntegration'
  | 'getIntegration'
  | 'updateIntegration'
  | 'deleteIntegration'
  | 'rollIntegrationKey'
  | 'testIntegration'
  | 'listAtsOrders'
  | 'cancelAtsOrder'
  | 'resendAtsOrder';

interface IntegrationHandlerDeps {
  readonly integrations: Integrations;
  readonly orders: Orders;
}

export const integrationHandlers = ({ integrations, orders }: IntegrationHandlerDeps): Pick<Handlers, Names> => ({
  listIntegrations: ({ actor, query }) => integrations.list(actor, query),
  createIntegration: ({ actor, body }) => integrations.create(actor, body),
  getIntegration: ({ actor, params }) => integrations.get(actor, params.integration),
  updateIntegration: ({ actor, params, body }) => integrations.update(actor, params.integration, body),
  async deleteIntegration({ actor, params }) {
    await integrations.remove(actor, params.integration);
    return null;
  },
  rollIntegrationKey: ({ actor, params, body }) => integrations.roll(actor, params.integration, body.overlap_ms),
  testIntegration: ({ actor, params }) => integrations.test(actor, params.integration),
  listAtsOrders: ({ actor, params, query }) => orders.list(actor, params.integration, query),
  cancelAtsOrder: ({ actor, params }) => orders.withdraw(actor, params.integration, params.order),
  resendAtsOrder: ({ actor, params }) => orders.resend(actor, params.integration, params.order),
});
