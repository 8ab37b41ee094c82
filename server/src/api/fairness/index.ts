import type { Knex } from 'knex';
import { adverseImpact, decideOutcome, identifySelf } from '../../services/fairness/index.js';
import { at } from '../at.js';
import { Download, type Handlers } from '../handler.js';

type Names = 'identifySelf' | 'decideOutcome' | 'getAdverseImpact';

export const fairnessHandlers = ({ knex }: { knex: Knex }): Pick<Handlers, Names> => ({
  async identifySelf({ actor, params, body }) {
    await identifySelf(knex, at(actor, params.id), body);
    return null;
  },
  decideOutcome: ({ actor, params, body }) => decideOutcome(knex, at(actor, params.id), body),
  getAdverseImpact: async ({ actor, query }) => new Download(Buffer.from(await adverseImpact(knex, actor, query)), 'adverse-impact.csv'),
});
