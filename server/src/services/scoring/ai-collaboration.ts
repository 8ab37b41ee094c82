import type { Criterion, EventOf, SessionEvent } from '@interviewlm/protocol';
import { promptQualityVersion } from '../assistant/quality.js';
import { byRules, clamp, evidence, eventsOf, mean, toScore, weigh } from './evidence.js';
import type { Findings } from './findings.js';
import type { OwnWork } from './own-work.js';
import { judgedPrompts } from './rubric/material.js';
import { blend, partInWords, partOf } from './rubric/parts.js';
import { isComplete, plainRemark, PromptRatings, shareIn } from './rubric/shapes.js';

/** Up to this share of the new text from the assistant is working together; from all of it on, nothing is left of one's own. */
const reliesFrom = 0.7;

/**
 * AC1 Prompts (0.35): the mean prompt quality, by the rules of `assistant/quality.ts`; where a model judged them by its rubric (clarity,
 *     context, judgement), its part of each is blended in by RU1 and RU2.
 * AC2 Verification (0.25): of the accepted proposals, the share after which the tests were run before the next prompt or acceptance;
 *     unknown without an accepted one.
 * AC3 Decisions (0.1): the share of proposals that were accepted or rejected; unknown without a proposal.
 * AC4 Survival (0.15): the share of the accepted characters that are still in the answers; unknown without accepted ones.
 * AC5 Independence (0.15): 1 while at most 70 % of the answers' new text came from the assistant, falling to 0 at all of it.
 * AC6 Without a prompt there is no score: not needing help is no fault, and no merit here.
 */
export function aiCollaboration({ log, qualities, rubric }: Findings, work: OwnWork): Criterion {
  const rubric_version = `ai-collaboration-3 (${promptQualityVersion})`;
  const base = { name: 'ai_collaboration', weight: 0.15, rubric_version, ...byRules } as const;
  const prompts = eventsOf(log, 'chat.user');
  const { row, byMessage } = ratingsOf(log, rubric);
  const rated = prompts.map((event) => ({
    event,
    quality: qualities.get(event.data.message) ?? { score: 0, reasons: [] },
    model: byMessage.get(event.data.message) ?? null,
  }));
  const proposals = eventsOf(log, 'chat.proposal');
  const decisions = lastDecisions(log);
  const accepted = decisions.filter((event) => event.data.accepted);
  const decided = proposals.filter(({ data }) => decisions.some((event) => event.data.proposal === data.proposal.id));
  const verified = accepted.filter(isVerified(log));
  const termsWith = (prompted: number | null) => [
    { name: 'prompts', weight: 0.35, value: prompted },
    { name: 'verification', weight: 0.25, value: shareOf(verified.length, accepted.length) },
    { name: 'decisions', weight: 0.1, value: shareOf(decided.length, proposals.length) },
    { name: 'survival', weight: 0.15, value: survival(work) },
    { name: 'independence', weight: 0.15, value: independence(work) },
  ];
  const byRulesAlone = rated.length === 0 ? null : mean(rated.map(({ quality }) => quality.score));
  const found = weigh(
    termsWith(rated.length === 0 ? null : mean(rated.map(({ quality, model }) => blend(quality.score, model?.share ?? null) ?? 0))),
  );
  if (prompts.length === 0 || !found)
    return { ...base, score: null, confidence: 0, summary: 'The candidate did not use the assistant.', evidence: [] };
  const part = partOf(
    row,
    byMessage.size === 0 ? null : mean([...byMessage.values()].map(({ share }) => share)),
    weigh(termsWith(byRulesAlone))?.share ?? null,
  );
  return {
    ...base,
    ...part,
    score: toScore(found.share),
    confidence: Math.min(0.8, 0.2 + 0.15 * prompts.length),
    summary: `${prompts.length} prompts, ${proposals.length} proposals, ${accepted.length} accepted, ${verified.length} of them verified. Made of: ${found.words}.${partInWords(part)}`,
    evidence: [
      ...rated.map(({ event, quality, model }) =>
        evidence(event, event, `Prompt quality ${percent(quality.score)}: ${quality.reasons.join(' ')}${model ? ` ${model.words}` : ''}`),
      ),
      ...accepted.map((event) => evidence(event, nextLook(log)(event) ?? event, verdictOn(verified.includes(event)))),
    ],
  };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What a model said of each prompt, by the prompt's message; empty unless it judged every one of them. */
function ratingsOf(log: readonly SessionEvent[], rubric: Findings['rubric']) {
  const row = rubric.find(({ criterion }) => criterion === 'ai_collaboration');
  const judged = judgedPrompts(log);
  const ratings = row?.state === 'ready' ? PromptRatings.safeParse(row.ratings).data : undefined;
  const numbers = ratings?.prompts.map(({ prompt }) => prompt) ?? [];
  const complete = ratings && isComplete(numbers, judged.length) ? ratings.prompts : [];
  const byMessage = new Map(
    complete.map(({ prompt, clarity, context, judgement, reason }) => {
      const share = shareIn([clarity, context, judgement]);
      return [judged[prompt - 1]?.message, { share, words: `By ${row?.model ?? ''} ${percent(share)}: ${plainRemark(reason)}` }];
    }),
  );
  return { row, byMessage };
}

const verdictOn = (verified: boolean) => (verified ? 'Accepted an edit and ran the tests.' : 'Accepted an edit without running the tests.');

/** The last word on each proposal. */
function lastDecisions(log: readonly SessionEvent[]): EventOf<'chat.decision'>[] {
  return [...new Map(eventsOf(log, 'chat.decision').map((event) => [event.data.proposal, event])).values()];
}

const shareOf = (part: number, whole: number) => (whole === 0 ? null : part / whole);

const survival = ({ accepted, provenance }: OwnWork) => (accepted === 0 ? null : clamp(provenance.assistant / accepted));

function independence({ provenance: { typed, assistant, paste } }: OwnWork): number | null {
  const made = typed + assistant + paste;
  return made === 0 ? null : clamp((1 - assistant / made) / (1 - reliesFrom));
}

const isVerified = (log: readonly SessionEvent[]) => (decision: SessionEvent) => nextLook(log)(decision)?.type === 'tests.run';

/** What the candidate did next: ran the tests, asked again or accepted again. */
const nextLook =
  (log: readonly SessionEvent[]) =>
  (decision: SessionEvent): SessionEvent | undefined =>
    log.find(
      (event) =>
        event.seq > decision.seq &&
        (event.type === 'chat.user' ||
          (event.type === 'chat.decision' && event.data.accepted) ||
          (event.type === 'tests.run' && event.data.kind === 'visible')),
    );
