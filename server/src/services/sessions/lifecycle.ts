import type { ErrorCode, InterviewStatus } from '@interviewlm/protocol';

export type Verb = 'begin' | 'pause' | 'resume' | 'submit' | 'score' | 'archive' | 'expire' | 'erase';
export type Step = { readonly to: InterviewStatus } | { readonly refused: ErrorCode };

/**
 * created ─begin→ started ⇄ paused: pause, resume
 * started, paused, expired ─submit→ submitted ─score→ scored ─archive→ archived
 * created, started, paused ─expire→ expired          any ─erase→ erased
 *
 * An arrow to the same status is a repeated request, which is answered and leaves the status as it is: what is archived can be scored again.
 * Files are frozen once an interview has expired, so what is there may still be handed in.
 */
const arrows: Readonly<Record<InterviewStatus, Partial<Record<Verb, InterviewStatus>>>> = {
  created: { begin: 'started', expire: 'expired' },
  started: { begin: 'started', pause: 'paused', resume: 'started', submit: 'submitted', expire: 'expired' },
  paused: { begin: 'paused', pause: 'paused', resume: 'started', submit: 'submitted', expire: 'expired' },
  submitted: { begin: 'submitted', score: 'scored' },
  scored: { begin: 'scored', score: 'scored', archive: 'archived' },
  archived: { begin: 'archived', score: 'archived', archive: 'archived' },
  expired: { begin: 'expired', submit: 'submitted', expire: 'expired' },
  erased: {},
};

const refusals: Readonly<Record<InterviewStatus, ErrorCode>> = {
  created: 'interview_not_active',
  started: 'interview_not_active',
  paused: 'interview_not_active',
  submitted: 'already_submitted',
  scored: 'already_submitted',
  archived: 'already_submitted',
  expired: 'interview_expired',
  erased: 'not_found',
};

const handedIn = new Set<InterviewStatus>(['submitted', 'scored', 'archived']);

export const isHandedIn = (status: InterviewStatus): boolean => handedIn.has(status);

/** Where `verb` leads from `status`, or the error that says why it leads nowhere. */
export function step(status: InterviewStatus, verb: Verb): Step {
  const to = verb === 'erase' ? 'erased' : arrows[status][verb];
  return to ? { to } : { refused: refusals[status] };
}
