import type { Criterion, EventOf, EventType, SessionEvent } from '@interviewlm/protocol';

export type Evidence = Criterion['evidence'][number];

/** A range of the recording from one event to another, with a sentence that says what it shows. */
export const evidence = (from: SessionEvent, to: SessionEvent, note: string): Evidence => ({
  from_ms: Math.min(from.t_ms, to.t_ms),
  to_ms: Math.max(from.t_ms, to.t_ms),
  first_seq: Math.min(from.seq, to.seq),
  last_seq: Math.max(from.seq, to.seq),
  note,
});

export const eventsOf = <T extends EventType>(log: readonly SessionEvent[], type: T): EventOf<T>[] =>
  log.filter((event): event is EventOf<T> => event.type === type);

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One decimal: more would claim a precision that no interview has. */
export const toScore = (share: number): number => Math.round(clamp(share) * 1000) / 10;

export const clamp = (share: number): number => Math.min(1, Math.max(0, share));

export const round = (value: number): number => Math.round(value * 100) / 100;

/** One part of a criterion: its weight within it and its value from 0 to 1, null where nothing in the log bears on it. */
export interface Term {
  readonly name: string;
  readonly weight: number;
  readonly value: number | null;
}

/** The weighted mean of the terms that have a value, and the same as a sentence; null when none has. */
export function weigh(terms: readonly Term[]): { share: number; words: string } | null {
  const known = terms.filter((term): term is Term & { value: number } => term.value !== null);
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  const share = known.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights;
  return { share, words: known.map(({ name, weight, value }) => `${name} ${Math.round(value * 100)} % (weight ${weight})`).join(', ') };
}

/** What rules alone have scored names no model. */
export const byRules = { model: null, prompt_version: null, rubric: null } as const;
