import type { EventOf, Provenance, SessionEvent } from '@interviewlm/protocol';
import { provenanceOf, type Entry } from '@interviewlm/recording';
import type { AnsweredQuestion } from './findings.js';

export interface OwnWork {
  /** Of all answers together. */
  readonly provenance: Provenance;
  /** Characters that were taken over from proposals, whether they are still there or not. */
  readonly accepted: number;
}

/**
 * Where the text of the answers comes from, followed character by character through the log. An answer that a later one goes on with is
 * counted there.
 */
export function ownWork(entries: readonly Entry[], answers: readonly AnsweredQuestion[]): OwnWork {
  const sum = { typed: 0, assistant: 0, paste: 0, starter: 0 };
  for (const { question, files } of answers.filter((answer) => !answers.some(({ follows }) => follows === answer.question))) {
    const answered = entries.findIndex(({ event }) => event.type === 'question.answered' && event.data.question === question);
    const spans = provenanceOf(entries, answered < 0 ? entries.length : answered);
    for (const { path } of files) for (const { length, from } of spans.get(path) ?? []) sum[kindOf(from.kind)] += length;
  }
  return { provenance: sum, accepted: entries.reduce((total, { event }) => total + acceptedIn(event), 0) };
}

type Kind =
  ReturnType<typeof provenanceOf> extends ReadonlyMap<string, readonly { from: infer From extends { kind: string } }[]>
    ? From['kind']
    : never;

/** An undo that brings nothing known back, a formatter and the candidate's own shell are work of the candidate's. */
const kindOf = (kind: Kind): keyof Provenance => (kind === 'starter' || kind === 'paste' || kind === 'assistant' ? kind : 'typed');

function acceptedIn(event: SessionEvent): number {
  if (event.type === 'editor.edit' && event.data.origin === 'accept') return insertedBy(event);
  if (event.type === 'file.create' && event.data.origin === 'assistant') return event.data.content.length;
  return 0;
}

const insertedBy = ({ data }: EventOf<'editor.edit'>) => data.changes.reduce((sum, [, , inserted]) => sum + inserted.length, 0);
