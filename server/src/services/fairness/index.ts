import type { Knex } from 'knex';
import type { AdverseImpactQuery, NewOutcome, Outcome, SelfIdentification } from '@interviewlm/protocol';
import { listCounted, putOutcome, putSelfIdentification } from '../../db/fairness.js';
import { withTenant } from '../../db/tenant-tx.js';
import { readLog, type At } from '../recording/log.js';
import type { Scope } from '../scope.js';
import { impactCsv } from './csv.js';
import { impactsOf } from './impact.js';

/** Keeps what a candidate says of themself. It is in no log, report, replay or export, and only `adverseImpact` ever reads it. */
export const identifySelf = (knex: Knex, at: At, body: SelfIdentification): Promise<void> =>
  withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    await putSelfIdentification(tx, at.interview, body);
  });

/** Keeps what people decided; a later decision takes the place of an earlier one. */
export const decideOutcome = (knex: Knex, at: At, body: NewOutcome): Promise<Outcome> =>
  withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const decided_at = await putOutcome(tx, at.interview, body);
    return { object: 'outcome', interview: at.interview, ...body, decided_at: decided_at.toISOString() };
  });

export const adverseImpact = (knex: Knex, { tenant, mode }: Scope, query: AdverseImpactQuery): Promise<string> =>
  withTenant(knex, tenant, async (tx) => impactCsv(impactsOf(await listCounted(tx, mode, query))));
