import type { Keys } from '../../services/keys/index.js';
import type { Handlers } from '../handler.js';

type Names = 'listKeys' | 'createKey' | 'rollKey' | 'revokeKey';

export const keyHandlers = ({ keys }: { keys: Keys }): Pick<Handlers, Names> => ({
  listKeys: ({ actor, query }) => keys.list(actor, query),
  createKey: ({ actor, body }) => keys.create(actor, body),
  rollKey: ({ actor, params, body }) => keys.roll(actor, params.key, body.overlap_ms),
  revokeKey: async ({ actor, params }) => {
    await keys.revoke(actor, params.key);
    return null;
  },
});
