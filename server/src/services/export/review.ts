import { applyAll, emptyState, provenanceOf, turnsOf, type Entry, type Span, type Turn } from '@interviewlm/recording';

/** Where the final files come from, and what the assistant had to do with it. */
export interface Review {
  readonly provenance: readonly { readonly path: string; readonly spans: readonly Span[] }[];
  readonly turns: readonly Turn[];
}

export function reviewOf(entries: readonly Entry[]): Review {
  const provenances = provenanceOf(entries);
  const state = applyAll(emptyState, entries, 0, entries.length);
  return { provenance: [...provenances].map(([path, spans]) => ({ path, spans })), turns: turnsOf(state, provenances) };
}
