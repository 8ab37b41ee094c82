import type { SessionEvent } from '@interviewlm/protocol';
import { apply, emptyState, type Entry } from '@interviewlm/recording';

export interface Sought {
  readonly path: string;
  /** A line as it is in the answer, without its indentation; null for the file as a whole. */
  readonly text: string | null;
}

/** The event by which each line came into its file to stay; for a file as a whole, the last one that changed it. */
export function whenWritten(entries: readonly Entry[], question: string, sought: readonly Sought[]): (SessionEvent | null)[] {
  const found: (SessionEvent | null)[] = sought.map(() => null);
  if (sought.length === 0) return found;
  let state = emptyState;
  for (const { event } of entries) {
    if (event.type === 'question.answered' && event.data.question === question) break;
    const before = state;
    state = apply(state, event);
    for (const [index, { path, text }] of sought.entries()) {
      const content = state.files.get(path)?.content;
      if (content === before.files.get(path)?.content) continue;
      if (text === null) found[index] = event;
      else if (content === undefined || !content.includes(text)) found[index] = null;
      else found[index] ??= event;
    }
  }
  return found;
}
