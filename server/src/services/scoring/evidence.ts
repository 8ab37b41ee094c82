import type { Report, SessionEvent } from '@interviewlm/protocol';

export type Criterion = Report['criteria'][number];
export type Evidence = Criterion['evidence'][number];
export type EventNamed<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

/** A range of the recording from one event to another, with a sentence that says what it shows. */
export const evidence = (from: SessionEvent, to: SessionEvent, note: string): Evidence => ({
  from_ms: Math.min(from.t_ms, to.t_ms),
  to_ms: Math.max(from.t_ms, to.t_ms),
  first_seq: from.seq,
  last_seq: to.seq,
  note,
});

export const eventsOf = <T extends SessionEvent['type']>(log: readonly SessionEvent[], type: T): EventNamed<T>[] =>
  log.filter((event): event is EventNamed<T> => event.type === type);

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One decimal: more would claim a precision that no interview has. */
export const toScore = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
