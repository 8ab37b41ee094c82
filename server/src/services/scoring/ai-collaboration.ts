import type { PromptQuality, SessionEvent } from '@interviewlm/protocol';
import { promptQualityVersion } from '../assistant/quality.js';
import { evidence, eventsOf, mean, toScore, type Criterion, type EventNamed } from './evidence.js';

/** By the id of the candidate's message. */
export type Qualities = ReadonlyMap<string, PromptQuality>;

/**
 * AC1 0.6 × mean prompt quality + 0.2 × decisions + 0.2 × verification.
 * AC2 Decisions is the share of proposals that were accepted or rejected; verification the share of accepted ones after which the tests
 *     were run before the next prompt. Either is 1 when there was nothing to decide or verify.
 * AC3 Without a prompt there is no score: not needing help is no fault, and no merit here.
 */
export function aiCollaboration(log: readonly SessionEvent[], qualities: Qualities): Criterion {
  const base = { name: 'ai_collaboration', weight: 0.15, rubric_version: `ai-collaboration-1 (${promptQualityVersion})` } as const;
  const prompts = eventsOf(log, 'chat.user');
  if (prompts.length === 0)
    return { ...base, score: null, confidence: 0, summary: 'The candidate did not use the assistant.', evidence: [] };
  const rated = prompts.map((event) => ({ event, quality: qualities.get(event.data.message) ?? { score: 0, reasons: [] } }));
  const proposals = eventsOf(log, 'chat.proposal');
  const decisions = lastDecisions(log);
  const accepted = decisions.filter((event) => event.data.accepted);
  const decided = proposals.filter(({ data }) => decisions.some((event) => event.data.proposal === data.proposal.id)).length;
  const share =
    0.6 * mean(rated.map(({ quality }) => quality.score)) +
    0.2 * shareOf(decided, proposals.length) +
    0.2 * shareOf(accepted.filter(isVerified(log)).length, accepted.length);
  return {
    ...base,
    score: toScore(share),
    confidence: Math.min(0.8, 0.2 + 0.15 * prompts.length),
    summary: `${prompts.length} prompts, ${proposals.length} proposals, ${accepted.length} accepted.`,
    evidence: [
      ...rated.map(({ event, quality }) => evidence(event, event, `Prompt quality ${quality.score}: ${quality.reasons.join(' ')}`)),
      ...accepted.map((event) =>
        evidence(
          event,
          event,
          isVerified(log)(event) ? 'Accepted an edit and ran the tests.' : 'Accepted an edit without running the tests.',
        ),
      ),
    ],
  };
}

/** The last word on each proposal. */
function lastDecisions(log: readonly SessionEvent[]): EventNamed<'chat.decision'>[] {
  return [...new Map(eventsOf(log, 'chat.decision').map((event) => [event.data.proposal, event])).values()];
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);

const isVerified =
  (log: readonly SessionEvent[]) =>
  (decision: SessionEvent): boolean =>
    log.find(
      (event) => event.seq > decision.seq && (event.type === 'chat.user' || (event.type === 'tests.run' && event.data.kind === 'visible')),
    )?.type === 'tests.run';
