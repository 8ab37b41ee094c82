import { msg, retell, str } from '@interviewlm/ui';

/** What the engine and the server write of a recording: marks, the transcript's lines, and why a run or a file is not whole. */
const phrases = [
  str`Question ${''}: ${''}`,
  str`Question ${''} answered`,
  str`Question ${''} was chosen at an ability of ${''} ± ${''}`,
  str`Nothing more was asked at an ability of ${''} ± ${''}`,
  str`All ${''} tests passed`,
  str`${''} of ${''} tests passed`,
  str`Asked the assistant: ${''}`,
  str`The assistant proposed a change to ${''}`,
  str`Paused`,
  str`Resumed`,
  str`Submitted`,
  str`Not recorded for ${''} s (offline)`,
  str`Not recorded for ${''} s (lost)`,
  str`Not recorded for ${''} s (suspended)`,
  str`Pasted ${''} characters`,
  str`Left the page`,
  str`Came back to the page`,
  str`The interview started`,
  str`Paused by the candidate`,
  str`Paused by the interviewer`,
  str`Scored ${''}`,
  str`Scored`,
  str`The time was over`,
  str`Opened ${''}`,
  str`Created ${''} (editor)`,
  str`Created ${''} (terminal)`,
  str`Created ${''} (assistant)`,
  str`Created ${''} (question)`,
  str`Written by the terminal: ${''}`,
  str`Written by the question: ${''}`,
  str`Written by the assistant: ${''}`,
  str`Moved ${''} to ${''}`,
  str`Deleted ${''}`,
  str`The shell ended`,
  str`The shell ended with ${''}`,
  str`Terminal`,
  str`Candidate`,
  str`Assistant`,
  str`Accepted the change to ${''}`,
  str`Rejected the change to ${''}`,
  str`Tests: ${''} of ${''} passed`,
  str`Typed: ${''}`,
  str`Pasted: ${''}`,
  str`Accepted from the assistant: ${''}`,
  str`Undid: ${''}`,
  str`Formatted: ${''}`,
  str`Edited: ${''}`,
  str`The recording edits this file before it says that it exists.`,
  str`An edit in the recording does not fit the text.`,
  str`The recording misses what was written to this file.`,
  str`The run was stopped after its time limit of ${''} seconds. Look for an endless loop.`,
  str`The run was stopped because it used more than its ${''} MB of memory.`,
  str`The run was stopped because it printed far more than its limit of ${''} KB.`,
  str`The run was stopped because it started more than its ${''} processes and threads.`,
  str`The run was stopped because it filled its disk.`,
];
const sizes = [str`${''} in, ${''} out`, str`${''} in`, str`${''} out`];

/** A sentence of the recording, which is in English, in the page's locale. */
export function retold(sentence: string): string {
  const [, edit, characters] = /^([^]+) \(characters: ([^()]+)\)$/.exec(sentence) ?? [];
  if (edit === undefined || characters === undefined) return retell(sentence, phrases);
  return msg(str`${retell(edit, phrases)} (characters: ${retell(characters, sizes)})`);
}
