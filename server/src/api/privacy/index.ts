import { notFound } from '../../errors.js';
import type { Holds } from '../../services/holds/index.js';
import type { Retention } from '../../services/retention/index.js';
import type { Actor } from '../../services/scope.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

type Names = 'placeHold' | 'liftHold' | 'listHolds' | 'getRetention' | 'setRetention' | 'previewRetention';

export interface PrivacyDeps {
  readonly holds: Holds;
  readonly retention: Retention;
}

export const privacyHandlers = ({ holds, retention }: PrivacyDeps): Pick<Handlers, Names> => ({
  placeHold: async ({ actor, params, body }) => holds.place(at(actor, params.id), keyOf(actor), body.reason),
  liftHold: async ({ actor, params }) => holds.lift(at(actor, params.id), keyOf(actor)),
  listHolds: ({ actor, params }) => holds.list(at(actor, params.id)),
  getRetention: ({ actor }) => retention.get(actor),
  setRetention: async ({ actor, body }) => retention.set(actor, keyOf(actor), body.days),
  previewRetention: ({ actor, query }) => retention.preview(actor, query),
});

/** The endpoints take secret keys only. */
function keyOf(actor: Actor): string {
  if (!('key' in actor)) throw notFound('key');
  return actor.key;
}
