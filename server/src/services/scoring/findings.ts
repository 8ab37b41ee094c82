import type { Accommodations, PromptQuality, Report, RuntimeName, SessionEvent, SourceFile } from '@interviewlm/protocol';
import { Timeline, type Entry } from '@interviewlm/recording';
import type { RubricRow } from '../../db/rubric-judgements.js';
import type { LintResult } from './lint/index.js';

/** By the id of the candidate's message. */
export type Qualities = ReadonlyMap<string, PromptQuality>;

/** What was handed in for one question, beside what was laid out for it. */
export interface AnsweredQuestion {
  readonly question: string;
  readonly runtime: RuntimeName;
  /** The question whose answer this one goes on with; null where it stands by itself. */
  readonly follows: string | null;
  /** Of one that goes on with another's answer, that answer. */
  readonly starter: readonly SourceFile[];
  readonly files: readonly SourceFile[];
  /** The linter's findings on the answer and on the starter; null where there is no linter, or it gave up. */
  readonly lint: { readonly answer: LintResult; readonly starter: LintResult } | null;
}

/** All that scores are made of. The same findings always give the same scores. */
export interface Findings {
  readonly interview: string;
  readonly log: readonly SessionEvent[];
  readonly qualities: Qualities;
  readonly answers: readonly AnsweredQuestion[];
  readonly suppressed: Accommodations['suppress_signals'];
  /** Of the final runs; null when they could not be made. */
  readonly tests: Report['tests'] | null;
  /** What a model said of it, or why nothing; empty where none is configured. */
  readonly rubric: readonly RubricRow[];
}

/** Whether something was handed in that was not laid out like that. */
export const isChanged = ({ files, starter }: Pick<AnsweredQuestion, 'files' | 'starter'>): boolean =>
  files.some(({ path, content }) => starter.find((file) => file.path === path)?.content !== content);

/** What happens after the submission, or only tells how the log is kept, is not judged: it differs from one scoring to the next. */
const notJudged = new Set(['session.scored', 'snapshot', 'network.gap']);

export const judged = (events: readonly SessionEvent[]): SessionEvent[] => events.filter(({ type }) => !notJudged.has(type));

export function entriesOf(log: readonly SessionEvent[]): readonly Entry[] {
  const timeline = new Timeline();
  timeline.append(log);
  return timeline.entries;
}
