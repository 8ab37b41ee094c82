import type { Criterion, Report, SessionEvent } from '@interviewlm/protocol';
import type { Findings } from './findings.js';

/**
 * FU6 In a fixed order only those who solved a question are asked what builds on it, so being asked more must never cost anything:
 *     correctness and problem solving are the higher of the score with these questions and the score without them.
 *     Where questions are chosen by the answers, the estimate of ability knows how hard each was, and nothing is left out.
 */
export function withoutFollowUps(findings: Findings, selection: Report['selection']): Findings | null {
  const following = new Set((findings.tests ?? []).flatMap(({ question, follows }) => (follows === undefined ? [] : [question])));
  if (selection || following.size === 0) return null;
  return {
    ...findings,
    log: outside(findings.log, following),
    tests: findings.tests?.filter(({ question }) => !following.has(question)) ?? null,
  };
}

/** The one of the two that has the higher score; it says so where that is the one without. */
export function neverLower(whole: Criterion, alone: Criterion | null): Criterion {
  if (!alone || alone.score === null || (whole.score ?? 0) >= alone.score) return whole;
  return {
    ...alone,
    evidence: whole.evidence,
    summary: `${alone.summary} What built on a solved question would have lowered this and was left out.`,
  };
}

/** What happened while other questions than these were on the screen. */
function outside(log: readonly SessionEvent[], questions: ReadonlySet<string>): SessionEvent[] {
  let inside = false;
  return log.filter((event) => {
    if (event.type === 'question.shown') inside = questions.has(event.data.question);
    return !inside;
  });
}
