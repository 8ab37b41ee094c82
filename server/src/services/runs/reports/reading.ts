import type { TestResult } from '@interviewlm/protocol';

/** What a report says, before it is held against the tests that were expected. */
export interface Reading {
  tests: TestResult[];
  /** Files that didn't compile or load, errors outside every test. */
  problems: string[];
  /** The runner says that it came to its end. */
  complete: boolean;
  /** Why the report can't be the runner's own, or null. Nothing of a forged report counts. */
  forged: string | null;
}

export const emptyReading = (): Reading => ({ tests: [], problems: [], complete: false, forged: null });

/** Not a word came from the runner, not even that it began. */
export const isSilent = ({ tests, problems, complete, forged }: Reading): boolean =>
  tests.length === 0 && problems.length === 0 && !complete && forged === null;

const ansi = /[\u001b\u009b][[()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-ORZcf-nqry=><~]/g;
const longestMessage = 4000;

/** Plain text of bounded length, without terminal colours. */
export function plainMessage(text: string): string {
  const plain = text.replace(ansi, '').trim();
  return plain.length > longestMessage ? `${plain.slice(0, longestMessage)} … (cut)` : plain;
}
