import type { RateLimiter } from '../../services/limits/index.js';
import type { Mailing } from '../../services/mail/index.js';
import { perInvited, perTenant } from '../../services/mail/rates.js';
import type { Actor } from '../../services/scope.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';
import { spend } from '../middleware/rate-limit.js';

export interface MailHandlerDeps {
  readonly mailing: Mailing;
  readonly limiter: RateLimiter;
}

export const mailHandlers = ({ mailing, limiter }: MailHandlerDeps): Pick<Handlers, 'sendInvitation' | 'listMail' | 'getMail'> => ({
  async sendInvitation({ actor, params, body }) {
    await spend(limiter, perInvited, params.id);
    await spend(limiter, perTenant, actor.tenant);
    return mailing.invite(at(actor, params.id), body);
  },
  listMail: ({ actor, query }) => mailing.list(actor, query),
  getMail: ({ actor, params }) => mailing.get(actor, params.mail, mayLetIn(actor)),
});

/** Whoever may only read must not get a code from an e-mail, with which they could do more. */
const mayLetIn = (actor: Actor): boolean => actor.kind === 'secret' && (!actor.scopes || actor.scopes.includes('interviews:write'));
