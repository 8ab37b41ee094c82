import type { TokenUsage } from '@interviewlm/protocol';
import type { Provenances } from './provenance.js';
import type { Decision, Given, ReplayState } from './state.js';

/** One question to the assistant and its answer: what it cost, what it offered, and what became of that. */
export interface Turn {
  readonly question: string | null;
  /** What the assistant was given with the question; null where that was not recorded. */
  readonly given: Given | null;
  readonly message: string;
  readonly model: string | null;
  readonly status: string;
  readonly latency_ms: number | null;
  readonly usage: TokenUsage | null;
  readonly tools: number;
  readonly proposals: readonly {
    readonly id: string;
    readonly path: string;
    readonly decision: Decision | null;
    readonly hunks: readonly number[] | null;
  }[];
  /** Characters of the files at that moment that came from this answer. */
  readonly kept_chars: number;
}

/** Every turn of the conversation, oldest first. */
export function turnsOf({ messages }: ReplayState, provenances: Provenances): Turn[] {
  return messages.flatMap(({ id, role, model, status, latency_ms, usage, tools, proposals }, index): Turn[] => {
    if (role !== 'assistant') return [];
    const asked = messages.slice(0, index).findLast((message) => message.role === 'user');
    return [
      {
        question: asked?.id ?? null,
        given: asked?.given ?? null,
        message: id,
        model,
        status,
        latency_ms,
        usage,
        tools: tools.length,
        proposals: proposals.map(({ id: proposal, path, decision, hunks }) => ({ id: proposal, path, decision, hunks })),
        kept_chars: keptFrom(id, provenances),
      },
    ];
  });
}

function keptFrom(message: string, provenances: Provenances): number {
  let chars = 0;
  for (const spans of provenances.values()) {
    for (const { length, from } of spans) if (from.kind === 'assistant' && from.message === message) chars += length;
  }
  return chars;
}
