import type { Knex } from 'knex';
import { getReport } from '../../services/workspace/score.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const reportHandlers = ({ knex }: { knex: Knex }): Pick<Handlers, 'getReport'> => ({
  getReport: ({ actor, params }) => getReport(knex, at(actor, params.id)),
});
