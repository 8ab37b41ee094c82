import type { Knex } from 'knex';
import { appealReport, getReport, overrideScore } from '../../services/scoring/review.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

type Names = 'getReport' | 'overrideScore' | 'appealReport';

export const reportHandlers = ({ knex }: { knex: Knex }): Pick<Handlers, Names> => ({
  getReport: ({ actor, params, query }) => getReport(knex, at(actor, params.id), query.audience),
  overrideScore: ({ actor, params, body }) => overrideScore(knex, at(actor, params.id), body),
  appealReport: ({ actor, params, body }) =>
    appealReport(knex, at(actor, params.id), actor.kind === 'candidate' ? 'candidate' : 'tenant', body),
});
