import type { Rate } from '../limits/index.js';

/** Nobody gets more invitations to an interview than that, whoever asks for them. */
export const perInvited: Rate = { name: 'invitation', burst: 5, perSecond: 1 / 3600 };
/** A tenant's, to whomever: we answer for what our mail server sends. */
export const perTenant: Rate = { name: 'mail', burst: 500, perSecond: 1 };
