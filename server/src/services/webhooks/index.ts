import type { Knex } from 'knex';
import {
  webhookTestType,
  type AnswerOf,
  type BodyOf,
  type QueryOf,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '@interviewlm/protocol';
import * as endpoints from '../../db/webhook-endpoints.js';
import * as deliveries from '../../db/webhook-deliveries.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { invalid, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';
import { seal, sealingKey, unseal } from '../seal.js';
import { deliver } from './deliver.js';
import { payloadOf } from './emit.js';
import { presentDelivery, presentEndpoint } from './present.js';
import { urlProblem, type Send } from './send.js';
import { newWebhookSecret } from './sign.js';

export interface WebhookDeps {
  readonly knex: Knex;
  /** Seals the endpoints' secrets. */
  readonly secret: string;
  readonly send: Send;
  /** For development alone: takes `http:` URLs. */
  readonly insecure: boolean;
}

type WithSecret = AnswerOf<'createWebhookEndpoint'>;

/** Where a tenant's events go, and what came of each: docs/decisions/0052-webhooks-from-an-outbox.md. */
export interface Webhooks {
  list(scope: Scope, query: QueryOf<'listWebhookEndpoints'>): Promise<AnswerOf<'listWebhookEndpoints'>>;
  create(scope: Scope, body: BodyOf<'createWebhookEndpoint'>): Promise<WithSecret>;
  get(scope: Scope, id: string): Promise<WebhookEndpoint>;
  /** Enabling forgets that it was failing. */
  update(scope: Scope, id: string, change: BodyOf<'updateWebhookEndpoint'>): Promise<WebhookEndpoint>;
  remove(scope: Scope, id: string): Promise<void>;
  roll(scope: Scope, id: string, overlap_ms: number): Promise<WithSecret>;
  deliveries(scope: Scope, id: string, query: QueryOf<'listWebhookDeliveries'>): Promise<AnswerOf<'listWebhookDeliveries'>>;
  /** From the first try on, with the same `webhook-id`. */
  resend(scope: Scope, id: string, delivery: string): Promise<WebhookDelivery>;
  /** Sends a test event now; resolves when it is known what came of it. */
  test(scope: Scope, id: string): Promise<WebhookDelivery>;
  /** Takes on what is due, of any tenant. Each must then be given to `deliver`; what isn't is due again in a minute. */
  claimDue(atMost: number): Promise<deliveries.ClaimedDelivery[]>;
  deliver(claimed: deliveries.ClaimedDelivery): Promise<void>;
  /** Forgets events of more than 30 days ago. */
  sweep(): Promise<void>;
}

const mostEndpoints = 20;
const lease_s = 60;
const perEndpointAtOnce = 5;
const sweptAtOnce = 10_000;

export function createWebhooks(deps: WebhookDeps): Webhooks {
  const { knex, insecure } = deps;
  const key = sealingKey(deps.secret, 'webhooks');
  const inside = <T>({ tenant }: Scope, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
  const delivering = { knex, send: deps.send, unseal: (sealed: Buffer, endpoint: string) => unseal(key, sealed, endpoint) };
  const show = async (tx: TenantTx, id: string): Promise<WebhookDelivery> => presentDelivery(await one(deliveries.readDelivery(tx, id)));

  return {
    list: (scope, { cursor, limit }) =>
      inside(scope, async (tx) =>
        page(await endpoints.listEndpoints(tx, scope.mode, limit + 1, decodeCursor('webhookEndpoint', cursor)), limit, presentEndpoint),
      ),
    create: (scope, body) =>
      inside(scope, async (tx) => {
        requireUrl(body.url, insecure);
        if ((await endpoints.countEndpoints(tx, scope.mode)) >= mostEndpoints)
          throw invalid('body', 'too_many', `There are at most ${mostEndpoints} webhook endpoints.`);
        const id = newId('webhookEndpoint');
        const secret = newWebhookSecret();
        const row = await endpoints.insertEndpoint(tx, { ...body, id, mode: scope.mode, secret: seal(key, secret, id) });
        return { ...presentEndpoint(row), secret };
      }),
    get: (scope, id) => inside(scope, async (tx) => presentEndpoint(await one(endpoints.readEndpoint(tx, scope.mode, id)))),
    update: (scope, id, { enabled, ...change }) =>
      inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        if (change.url !== undefined) requireUrl(change.url, insecure);
        await endpoints.changeEndpoint(tx, id, { ...said(change), ...(enabled === undefined ? {} : switched(enabled)) });
        return presentEndpoint(await one(endpoints.readEndpoint(tx, scope.mode, id)));
      }),
    remove: (scope, id) =>
      inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        await endpoints.deleteEndpoint(tx, id);
      }),
    roll: (scope, id, overlap_ms) =>
      inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        const secret = newWebhookSecret();
        await endpoints.rollSecret(tx, id, seal(key, secret, id), overlap_ms);
        return { ...presentEndpoint(await one(endpoints.readEndpoint(tx, scope.mode, id))), secret };
      }),
    deliveries: (scope, id, { cursor, limit, state, type }) =>
      inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        const filter = { limit: limit + 1, before: decodeCursor('delivery', cursor), state, type };
        return page(await deliveries.listDeliveries(tx, id, filter), limit, presentDelivery);
      }),
    resend: (scope, id, delivery) =>
      inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        const row = await one(deliveries.readDelivery(tx, delivery), 'delivery');
        if (row.endpoint_id !== id) throw notFound('delivery');
        await deliveries.oweAgain(tx, delivery);
        return show(tx, delivery);
      }),
    async test(scope, id) {
      const claimed = { id: newId('delivery'), tenant_id: scope.tenant };
      await inside(scope, async (tx) => {
        await one(endpoints.readEndpoint(tx, scope.mode, id));
        const event = { id: newId('event'), mode: scope.mode, type: webhookTestType, payload: testPayload(scope) };
        await deliveries.insertEvent(tx, event, [{ id: claimed.id, endpoint_id: id, lease_s }]);
      });
      await deliver(delivering, claimed);
      return inside(scope, (tx) => show(tx, claimed.id));
    },
    claimDue: (atMost) => deliveries.claimDeliveries(knex, atMost, perEndpointAtOnce, lease_s),
    deliver: (claimed) => deliver(delivering, claimed),
    async sweep() {
      await deliveries.forgetEvents(knex, sweptAtOnce);
    },
  };
}

/** Only what was said: `undefined` is no value for a column. */
const said = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

const switched = (enabled: boolean): endpoints.EndpointChange =>
  enabled ? { enabled, disabled_reason: null, failing_since: null } : { enabled, disabled_reason: 'manual' };

async function one<T>(row: Promise<T | null>, what = 'webhook endpoint'): Promise<T> {
  const found = await row;
  if (found === null) throw notFound(what);
  return found;
}

function requireUrl(url: string, insecure: boolean): void {
  const problem = urlProblem(url, insecure);
  if (problem) throw invalid('body.url', 'invalid_url', problem);
}

const testPayload = ({ mode }: Scope) =>
  payloadOf(webhookTestType, {
    interview: newId('interview'),
    assessment: newId('assessment'),
    candidate: newId('candidate'),
    mode,
    status: 'created',
    score: null,
  });
