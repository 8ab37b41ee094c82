import type { Report } from '@interviewlm/protocol';

/**
 * What a company may hand on to the candidate: every score with its reasons, weights and moments, and their own appeals. The names of
 * those who decided are not in it.
 */
export function forCandidate(report: Report): Report {
  const overrides = report.overrides.map((override) => ({ ...override, author: 'A reviewer' }));
  const whole = overrides.findLast(({ criterion }) => criterion === 'total');
  const final = whole ? { score: whole.score, formula: `Set to ${whole.score} by a reviewer.` } : report.final;
  return { ...report, overrides, final };
}
