import type { EndpointName } from '@interviewlm/protocol';
import type { Actor } from '../services/scope.js';
import type { Rate } from '../services/limits/index.js';

/** Whoever guesses credentials comes from somewhere: counted by address, and only when a credential was refused. */
export const refusals: Rate = { name: 'refused', burst: 60, perSecond: 1 };

/** Tries to sign in to the console, right or wrong; by address. */
export const signIns: Rate = { name: 'sign-in', burst: 20, perSecond: 0.05 };

/** Ways to the OpenID provider that are begun, by address; who comes back is counted as a try to sign in. */
export const signInStarts: Rate = { name: 'sign-in-start', burst: 20, perSecond: 0.05 };

/** Endpoints that someone without a secret can call, or that cost more than others; by address. */
export const endpointRates: Partial<Record<EndpointName, Rate>> = {
  redeemCode: { name: 'redeem', burst: 60, perSecond: 0.5 },
  startInterview: { name: 'start', burst: 30, perSecond: 0.05 },
};

const keyRate: Rate = { name: 'key', burst: 1000, perSecond: 200 };
const pageRate: Rate = { name: 'page', burst: 100, perSecond: 5 };
const sessionRate: Rate = { name: 'session', burst: 300, perSecond: 30 };

/** Which bucket an actor's requests come out of. */
export function actorRate(actor: Actor, ip: string): { rate: Rate; who: string } {
  if ('interview' in actor) return { rate: sessionRate, who: `${actor.interview} ${actor.kind}` };
  return actor.kind === 'secret' ? { rate: keyRate, who: actor.key } : { rate: pageRate, who: `${actor.key} ${ip}` };
}
