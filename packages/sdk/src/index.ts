export { loadInterviewLM } from './npm.js';
export type { InterviewLM, LoadOptions, SessionOptions } from './load.js';
export { inviteTokens, readInvite } from './invite.js';
export type { FetchToken } from '@interviewlm/client';
export { ConnectionError, ProblemError, createClient } from '@interviewlm/client';
export type { InterviewApply } from './apply/interview-apply.js';
export type { InterviewWorkspace } from '@interviewlm/workspace/interview-workspace.js';
export type * from './event-types.js';
export type { SessionReplay } from '@interviewlm/replay';
