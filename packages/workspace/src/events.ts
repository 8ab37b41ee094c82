import type { Interview, RunResult, SubmitReceipt } from '@interviewlm/protocol';

/** All bubble and cross shadow roots, so that a host can listen on the element or on anything around it. */
abstract class WorkspaceEvent extends Event {
  constructor(type: string) {
    super(type, { bubbles: true, composed: true });
  }
}

/** The interview is on the screen and can be worked on. */
export class InterviewReadyEvent extends WorkspaceEvent {
  constructor(readonly interview: Interview) {
    super('interview-ready');
  }
}

/** A file's text is on the server. */
export class InterviewSavedEvent extends WorkspaceEvent {
  constructor(
    readonly path: string,
    readonly version: number,
  ) {
    super('interview-saved');
  }
}

/** A run of the visible tests ended. */
export class InterviewTestsRunEvent extends WorkspaceEvent {
  constructor(readonly result: RunResult) {
    super('interview-tests-run');
  }
}

/** The answer was accepted; `receipt.report` says whether there is a report yet. */
export class InterviewSubmitEvent extends WorkspaceEvent {
  constructor(readonly receipt: SubmitReceipt) {
    super('interview-submit');
  }
}

/** The interview can't be opened. `message` is in plain words. */
export class InterviewErrorEvent extends WorkspaceEvent {
  constructor(readonly message: string) {
    super('interview-error');
  }
}

/** The time is over. */
export class InterviewExpiredEvent extends WorkspaceEvent {
  constructor() {
    super('interview-expired');
  }
}

/** The connection was lost (`online` false) or is back. */
export class InterviewConnectionEvent extends WorkspaceEvent {
  constructor(readonly online: boolean) {
    super('interview-connection');
  }
}

export interface WorkspaceEventMap {
  'interview-ready': InterviewReadyEvent;
  'interview-saved': InterviewSavedEvent;
  'interview-tests-run': InterviewTestsRunEvent;
  'interview-submit': InterviewSubmitEvent;
  'interview-error': InterviewErrorEvent;
  'interview-expired': InterviewExpiredEvent;
  'interview-connection': InterviewConnectionEvent;
}

declare global {
  // On the element, the document or the window.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a global interface can only be widened by merging
  interface GlobalEventHandlersEventMap extends WorkspaceEventMap {}
}
