import { ConnectionError, ProblemError } from '@interviewlm/client';
import type { ErrorCode } from '@interviewlm/protocol';

/** What the candidate is told, by the code of the refusal: what happened and what they can do. */
const byCode: Partial<Record<ErrorCode, string>> = {
  already_submitted: 'This interview was already submitted, so nothing can be changed any more.',
  interview_expired: 'The time of this interview is over.',
  interview_not_active: 'The interview is not running. Resume it to go on.',
  file_read_only: 'This file belongs to the question and can only be read.',
  file_exists: 'There already is a file with that name.',
  workspace_full: 'The workspace is full. Delete something to make room.',
  too_large: 'This is too large. A file can hold up to 1 MB.',
  chat_in_progress: 'The assistant is still answering.',
  run_in_progress: 'Tests are already running.',
  assistant_disabled: 'The assistant is off in this interview.',
  assistant_unavailable: 'The assistant can’t be reached right now. Try again in a moment.',
  sandbox_unavailable: 'The machine that runs your code can’t be reached right now. Your work is saved; try again in a moment.',
  rate_limited: 'That was a bit too fast. Wait a moment and try again.',
  shutting_down: 'The server is restarting. It will be back in a moment.',
  no_more_questions: 'This was the last question.',
  pause_not_allowed: 'This interview can’t be paused.',
  internal: 'Something went wrong on our side. Your work is saved; try again in a moment.',
};

/** An error in plain words. Never shows a stack or a code. */
export function inWords(error: unknown): string {
  if (error instanceof ProblemError) return byCode[error.code] ?? error.errors[0]?.message ?? error.message;
  if (error instanceof ConnectionError) return 'The server can’t be reached. Your work is kept on this computer until it can.';
  return 'Something went wrong. Your work is kept; try again.';
}
