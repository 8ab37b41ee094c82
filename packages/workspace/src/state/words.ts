import { ConnectionError, ProblemError } from '@interviewlm/client';
import { getLocale, msg, retell, str } from '@interviewlm/ui';
import type { ErrorCode } from '@interviewlm/protocol';

/** What the candidate is told, by the code of the refusal: what happened and what they can do. */
const byCode = (): Partial<Record<ErrorCode, string>> => ({
  already_submitted: msg('This interview was already submitted, so nothing can be changed any more.'),
  interview_expired: msg('The time of this interview is over.'),
  interview_not_active: msg('The interview is not running. Resume it to go on.'),
  file_read_only: msg('This file belongs to the question and can only be read.'),
  file_exists: msg('There already is a file with that name.'),
  workspace_full: msg('The workspace is full. Delete something to make room.'),
  too_large: msg('This is too large. A file can hold up to 1 MB.'),
  chat_in_progress: msg('The assistant is still answering.'),
  run_in_progress: msg('Tests are already running.'),
  assistant_disabled: msg('The assistant is off in this interview.'),
  assistant_unavailable: msg('The assistant can’t be reached right now. Try again in a moment.'),
  sandbox_unavailable: msg('The machine that runs your code can’t be reached right now. Your work is saved; try again in a moment.'),
  rate_limited: msg('That was a bit too fast. Wait a moment and try again.'),
  overloaded: msg('The server has too much to do. Your work is kept; try again in a moment.'),
  shutting_down: msg('The server is restarting. It will be back in a moment.'),
  no_more_questions: msg('This was the last question.'),
  pause_not_allowed: msg('This interview can’t be paused.'),
  internal: msg('Something went wrong on our side. Your work is saved; try again in a moment.'),
});

/** What a refusal's code means to the candidate; undefined for one that they never meet. */
const codeInWords = (code: string): string | undefined => (byCode() as Readonly<Record<string, string>>)[code];

/** What went wrong with an answer. The server's own words say more, but only in English. */
export const answerProblem = (code: string, detail: string): string => (getLocale() === 'en' ? detail : (codeInWords(code) ?? detail));

/** An error in plain words. Never shows a stack or a code. */
export function inWords(error: unknown): string {
  if (error instanceof ProblemError) return codeInWords(error.code) ?? error.errors[0]?.message ?? error.message;
  if (error instanceof ConnectionError) return msg('The server can’t be reached. Your work is kept on this computer until it can.');
  return msg('Something went wrong. Your work is kept; try again.');
}

/** What the server says of a run or a shell that it ended. */
const sentences = [
  str`The run was stopped after its time limit of ${''} seconds. Look for an endless loop.`,
  str`The run was stopped because it used more than its ${''} MB of memory.`,
  str`The run was stopped because it printed far more than its limit of ${''} KB.`,
  str`The run was stopped because it started more than its ${''} processes and threads.`,
  str`The run was stopped because it filled its disk.`,
  str`The test runner did not start, so nothing was tested. That is our fault, not that of your code: try again.`,
  str`This interview is not running.`,
  str`The shell did not start.`,
  str`The sandbox stopped.`,
  str`Memory ran out: ${''} MB.`,
  str`Too many processes: ${''} at most.`,
];

export const serverWords = (sentence: string): string => retell(sentence, sentences);

/** Why a path can't be a file's, for one that `pathProblem` refuses. */
export function nameProblem(path: string): string {
  if (path === '') return msg('A name must not be empty.');
  if (path.startsWith('/') || path.endsWith('/')) return msg('A name must not begin or end with a slash.');
  if (path.includes('\\')) return msg('Folders are written with forward slashes.');
  if (path.split('/').some((name) => name === '' || name === '.' || name === '..'))
    return msg('A name must not contain empty parts, “.” or “..”.');
  return /\p{Cc}/u.test(path) ? msg('A name must not contain control characters.') : msg('The name is too long, or too many folders deep.');
}
