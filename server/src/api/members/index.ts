import { roleScopes } from '@interviewlm/protocol';
import type { Members } from '../../services/console/members.js';
import { requireCovered } from '../../services/keys/index.js';
import { grantedTo } from '../keys/index.js';
import type { Handlers } from '../handler.js';

type Names = 'listMembers' | 'createMember' | 'updateMember' | 'deleteMember';

export const memberHandlers = ({ members }: { members: Members }): Pick<Handlers, Names> => ({
  listMembers: ({ actor, query }) => members.list(actor, query),
  async createMember({ actor, body }) {
    requireCovered(grantedTo(actor), roleScopes[body.role]);
    return members.add(actor, body);
  },
  async updateMember({ actor, params, body }) {
    requireCovered(grantedTo(actor), roleScopes[body.role]);
    return members.change(actor, params.member, body.role);
  },
  async deleteMember({ actor, params }) {
    await members.remove(actor, params.member);
    return null;
  },
});
