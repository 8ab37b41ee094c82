import type { Knex } from 'knex';
import type { Sessions } from '../../services/sessions/index.js';
import { openWork } from '../../services/workspace/opening.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';
import { presentInterview } from '../interviews/present.js';

export interface OpeningDeps {
  readonly knex: Knex;
  readonly sessions: Sessions;
}

export const workspaceHandlers = ({ knex, sessions }: OpeningDeps): Pick<Handlers, 'openWorkspace'> => ({
  async openWorkspace({ actor, params }) {
    const where = at(actor, params.id);
    const [row, work] = await Promise.all([sessions.get(where), openWork(knex, where)]);
    return { object: 'workspace', interview: presentInterview(row, actor), work };
  },
});
