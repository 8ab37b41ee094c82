import type { Knex } from 'knex';
import { createComment, listComments, removeComment } from '../../services/comments/index.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

type Names = 'listComments' | 'createComment' | 'removeComment';

export const commentHandlers = ({ knex }: { knex: Knex }): Pick<Handlers, Names> => ({
  listComments: ({ actor, params, query }) => listComments(knex, at(actor, params.id), query),
  createComment: ({ actor, params, body }) => createComment(knex, at(actor, params.id), body),
  removeComment: async ({ actor, params }) => {
    await removeComment(knex, at(actor, params.id), params.comment);
    return null;
  },
});
