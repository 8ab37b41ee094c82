import type { Endpoint, EndpointName } from '@interviewlm/protocol';
import type { Actor } from '../services/scope.js';
import { notFound } from '../errors.js';

/** A session token is for one interview: any other one doesn't exist for it. */
export function requireOwnInterview(actor: Actor, interview: string): void {
  if ('interview' in actor && actor.interview !== interview) throw notFound('interview');
}

/** Notes that the tenant keeps with an interview are none of the candidate's business. */
export const seesMetadata = (actor: Actor): boolean => actor.kind === 'secret';

/** Who took the interview, by name: everyone; how to reach them: the tenant, and themselves. */
export const seesContact = (actor: Actor): boolean => actor.kind === 'secret' || actor.kind === 'candidate' || actor.kind === 'publishable';

/** The score is for those who decide. */
export const seesScore = (actor: Actor): boolean => actor.kind === 'secret' || actor.kind === 'reviewer';

/** That there is a matter is between the tenant and its lawyers. */
export const seesHold = (actor: Actor): boolean => actor.kind === 'secret';

/** What may be asked of an interview that is gone. */
const outliving = new Set<EndpointName>(['eraseInterview', 'getErasure', 'listHolds']);
export const outlivesInterview = (name: EndpointName): boolean => outliving.has(name);

/** What a candidate may do without having begun. */
const notWork = new Set<EndpointName>(['redeemCode', 'getInterview', 'acceptNotice', 'appealReport', 'identifySelf']);

/**
 * Whether a call is the first sign of work: a candidate's, or the tenant's own on a workspace. Looking never starts anyone's clock:
 * a candidate opens the link and reads what will be recorded before they begin.
 */
export function beginsClock(actor: Actor, name: EndpointName, { tag, method }: Endpoint): boolean {
  if (actor.kind === 'candidate') return !notWork.has(name);
  if (actor.kind !== 'secret') return false;
  return name === 'submitInterview' || (method !== 'GET' && (tag === 'Workspace' || tag === 'Assistant'));
}
