/** What `/sdk/interviewlm.js` exports: the SDK for pages without a bundler. */
export { loadInterviewLM } from './load.js';
export { inviteTokens, readInvite } from './invite.js';
export { ConnectionError, ProblemError } from '@interviewlm/client';
export { mount } from './embed/mount.js';
