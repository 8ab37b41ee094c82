import type { Criterion } from '@interviewlm/protocol';
import { byRules, clamp, evidence, eventsOf, mean, toScore, weigh, type Evidence } from './evidence.js';
import type { AnsweredQuestion, Findings } from './findings.js';

/** A comment for so many lines of code is plenty. */
const linesPerComment = 15;

/**
 * CM1 Messages (0.6): of what the candidate wrote to the assistant, the mean of two things said: what is wanted, and what was seen or tried.
 * CM2 Comments (0.4): lines of comment that the candidate added, up to one in fifteen lines of new code. Unknown without any: code may
 *     well speak for itself.
 * CM3 Spelling, grammar, length and the language itself are never judged: they tell where somebody comes from, not how they explain.
 * CM4 Without a message and without a comment there is no score.
 */
export function communication({ log, qualities, answers }: Findings): Criterion {
  const base = { name: 'communication', weight: 0.05, rubric_version: 'communication-1', ...byRules } as const;
  const said = eventsOf(log, 'chat.user').flatMap((event) => {
    const parts = qualities.get(event.data.message)?.parts ?? [];
    const met = parts.filter(({ name }) => name === 'goal' || name === 'follow_up').map((part) => (part.met ? 1 : 0));
    return met.length === 0 ? [] : [{ event, value: mean(met) }];
  });
  const comments = commentShare(answers);
  const found = weigh([
    { name: 'messages', weight: 0.6, value: said.length === 0 ? null : mean(said.map(({ value }) => value)) },
    { name: 'comments', weight: 0.4, value: comments },
  ]);
  if (!found) {
    const summary = 'Nothing in this interview was written to be judged as communication.';
    return { ...base, score: null, confidence: 0, summary, evidence: [] };
  }
  return {
    ...base,
    score: toScore(found.share),
    confidence: Math.min(0.5, 0.2 + 0.05 * said.length),
    summary: `Made of: ${found.words}.`,
    evidence: said.map(({ event, value }): Evidence => evidence(event, event, sentence(value))),
  };
}

function sentence(value: number): string {
  if (value === 1) return 'Says what is wanted and what was seen or tried.';
  return value === 0
    ? 'Says neither what is wanted nor what was seen or tried.'
    : 'Says what is wanted, or what was seen or tried, but not both.';
}

function commentShare(answers: readonly AnsweredQuestion[]): number | null {
  const added = answers.flatMap(({ files, starter }) =>
    files.flatMap(({ path, content }) => {
      const known = new Set(
        starter
          .find((file) => file.path === path)
          ?.content.split('\n')
          .map((line) => line.trim()),
      );
      return content
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !known.has(line));
    }),
  );
  const comments = added.filter((line) => /^(?:\/\/|\/?\*|#(?!!)|"""|''')/.test(line)).length;
  return comments === 0 ? null : clamp(comments / Math.max(1, (added.length - comments) / linesPerComment));
}
