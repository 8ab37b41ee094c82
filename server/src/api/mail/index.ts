import type { RateLimiter, Rate } from '../../services/limits/index.js';
import type { Mailing } from '../../services/mail/index.js';
import type { Actor } from '../../services/scope.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';
import { spend } from '../middleware/rate-limit.js';

/** Nobody gets more invitations to an interview than that, whoever asks for them. */
export const perInvited: Rate = { name: 'invitation', burst: 5, perSecond: 1 / 3600 };
/** A tenant's, to whomever: we answer for what our mail server sends. */
export const perTenant: Rate = { name: 'mail', burst: 500, perSecond: 1 };

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
