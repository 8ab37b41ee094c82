import {
  InterviewConnectionEvent,
  InterviewExpiredEvent,
  InterviewReadyEvent,
  InterviewSavedEvent,
  InterviewTestsRunEvent,
} from './events.js';
import type { Workspace } from './state/workspace.js';

/** Tells the page around what happens in a workspace, as events on its element. */
export function announce(element: HTMLElement, workspace: Workspace): void {
  const { session, files, tests, connection } = workspace;
  let isReady = false;
  let isExpired = false;
  let isOnline = true;
  session.subscribe(() => {
    if (session.phase === 'active' && !isReady && session.interview) {
      isReady = true;
      element.dispatchEvent(new InterviewReadyEvent(session.interview));
    }
    if (session.phase === 'expired' && !isExpired) {
      isExpired = true;
      element.dispatchEvent(new InterviewExpiredEvent());
    }
  });
  files.onSaved((path, version) => element.dispatchEvent(new InterviewSavedEvent(path, version)));
  tests.onDone((result) => element.dispatchEvent(new InterviewTestsRunEvent(result)));
  connection.subscribe(() => {
    const now = connection.state === 'online';
    if (now === isOnline) return;
    isOnline = now;
    element.dispatchEvent(new InterviewConnectionEvent(now));
  });
}
