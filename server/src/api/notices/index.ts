import type { Knex } from 'knex';
import { acceptNotice } from '../../services/notices/index.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const noticeHandlers = ({ knex }: { knex: Knex }): Pick<Handlers, 'acceptNotice'> => ({
  acceptNotice: ({ actor, params, body }) =>
    acceptNotice(knex, at(actor, params.id), body, actor.kind === 'candidate' ? 'candidate' : 'tenant'),
});
