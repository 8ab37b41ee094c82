/** What the elements tell, for every entry of the package. */
export type { ApplyEventMap, InterviewStartEvent } from './apply/interview-apply.js';
export type { ReplayErrorEvent, ReplayEventMap, ReplayReadyEvent, ReplaySeekEvent } from '@interviewlm/replay';
export type {
  InterviewConnectionEvent,
  InterviewErrorEvent,
  InterviewExpiredEvent,
  InterviewReadyEvent,
  InterviewSavedEvent,
  InterviewSubmitEvent,
  InterviewTestsRunEvent,
  WorkspaceEventMap,
} from '@interviewlm/workspace';
