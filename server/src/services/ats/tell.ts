import type { AtsKind } from '@interviewlm/protocol';
import type { Knex } from 'knex';
import { readIntegration } from '../../db/ats-integrations.js';
import { readOrderOfTenant, recordTelling, type ClaimedOrder, type OrderRow, type Telling } from '../../db/ats-orders.js';
import { withTenant } from '../../db/tenant-tx.js';
import { nextPause_s } from '../webhooks/schedule.js';
import type { Answered, Exchange } from '../webhooks/send.js';
import type { AtsPort } from './port.js';
import type { AtsSeal } from './secrets.js';
import { standingOf } from './standing.js';

export interface TellDeps {
  readonly knex: Knex;
  readonly seal: AtsSeal;
  readonly ports: Readonly<Record<AtsKind, AtsPort>>;
  readonly exchange: Exchange;
  readonly publicUrl: string;
}

/** So long nobody else takes on an order that was claimed. */
export const lease_s = 120;

/**
 * Tells an ATS how an order that this process has claimed stands now. What changed while it was told is owed when that change said; what the
 * ATS did not take is owed later. Told twice, it is the same call with the same content.
 */
export async function tell(deps: TellDeps, { id, tenant_id }: ClaimedOrder): Promise<void> {
  const found = await withTenant(deps.knex, tenant_id, async (tx) => {
    const order = await readOrderOfTenant(tx, id);
    const integration = order && (await readIntegration(tx, order.mode, order.integration_id));
    if (!integration || order.told >= order.version || order.status === 'erased' || wasPutOff(order)) return null;
    return { order, integration, standing: await standingOf(deps, tx, order.mode, order) };
  });
  if (!found) return;
  const { order, integration, standing } = found;
  const outcome = await deps.ports[integration.kind]
    .tell(standing, deps.seal.settings(integration), deps.exchange)
    .catch((error: unknown) => ({ thrown: error }));
  const failed = outcome !== null && 'thrown' in outcome;
  const answered = failed ? { status: null, error: 'It could not be prepared.' } : outcome;
  await withTenant(deps.knex, tenant_id, (tx) => recordTelling(tx, id, tellingOf(order, answered)));
  if (failed) throw outcome.thrown;
}

/** Something happened after it was claimed that the ATS is to hear of later. */
const wasPutOff = ({ next_at }: OrderRow): boolean => next_at !== null && next_at.getTime() > Date.now() + 2 * lease_s * 1000;

/** An ATS that has nothing to hear in this phase was told. 410 means that it never wants to hear of it again. */
function tellingOf({ version, attempts, last_error }: OrderRow, answered: Pick<Answered, 'status' | 'error'> | null): Telling {
  const answer = answered && { status: answered.status, error: answered.error, known_error: last_error };
  if (!answer || answer.error === null) return { version, answer, told: true, next_in_s: null };
  return { version, answer, told: false, next_in_s: answer.status === 410 ? null : nextPause_s(attempts) };
}
