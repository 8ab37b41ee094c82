import { requireCovered, type Keys } from '../../services/keys/index.js';
import type { Tenants } from '../../services/tenants/index.js';
import type { Actor } from '../../services/scope.js';
import type { Handlers } from '../handler.js';

type Names = 'getTenant' | 'setOrigins' | 'listKeys' | 'createKey' | 'rollKey' | 'revokeKey';

export const keyHandlers = ({ keys, tenants }: { keys: Keys; tenants: Tenants }): Pick<Handlers, Names> => ({
  getTenant: ({ actor }) => tenants.get(actor.tenant),
  setOrigins: ({ actor, body }) => tenants.setOrigins(actor.tenant, body.origins),
  listKeys: ({ actor, query }) => keys.list(actor, query),
  async createKey({ actor, body }) {
    // A publishable key may do nothing that needs a scope.
    if (body.kind === 'secret') requireCovered(grantedTo(actor), body.scopes);
    return keys.create(actor, body);
  },
  rollKey: ({ actor, params, body }) => keys.roll(actor, params.key, body.overlap_ms, grantedTo(actor)),
  revokeKey: async ({ actor, params }) => {
    await keys.revoke(actor, params.key);
    return null;
  },
});

/** What the caller may hand on; null for everything. */
export const grantedTo = (actor: Actor) => ('scopes' in actor ? actor.scopes : []);
