import type { Criterion, Report } from '@interviewlm/protocol';

/** A report with what a reader needs around it. */
export interface ReportDocument {
  readonly report: Report;
  readonly assessment: string;
  readonly candidate: string;
  readonly submitted_at: Date | null;
  readonly audience: 'reviewer' | 'candidate';
  /** The address of a moment in the replay; null where the reader may not see it. */
  readonly linkTo: (ms: number) => string | null;
}

/** What each criterion asks, for readers who have never seen a rubric. */
export const titles: Readonly<Record<Criterion['name'], readonly [title: string, question: string]>> = {
  correctness: ['Correctness', 'Do the answers pass the tests, above all those that the candidate could not see?'],
  code_quality: ['Code quality', 'Is the code free of the mistakes that a linter finds, and simple to follow?'],
  problem_solving: ['Problem solving', 'How did the candidate get from failing tests to passing ones?'],
  ai_collaboration: ['Working with AI', 'Were prompts to the point, and was accepted code checked and kept?'],
  communication: ['Communication', 'Do messages and comments say what is wanted and what was seen? Language and spelling are not judged.'],
};

/** Evidence beyond this is in the JSON: a page must stay readable. */
export const mostEvidence = 12;

export const shownScore = (score: number | null): string => (score === null ? 'not measured' : String(Math.round(score)));

export const certainty = (confidence: number): string => {
  if (confidence === 0) return 'none';
  if (confidence < 0.45) return 'low';
  return confidence < 0.7 ? 'medium' : 'high';
};

/** `3:07`, or `1:03:07` from an hour on. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, '0')}:${String(seconds).padStart(2, '0')}`;
  return hours ? `${hours}:${tail}` : tail;
}

export const day = (time: Date | string | null): string => (time === null ? '' : new Date(time).toISOString().slice(0, 10));

/** The score that counts for a criterion, and whether a person set it. */
export function current(report: Report, { name, score }: Criterion): { score: number | null; overridden: boolean } {
  const last = report.overrides.findLast(({ criterion }) => criterion === name);
  return { score: last?.score ?? score, overridden: last !== undefined };
}

/** How the questions were chosen, a line each; none where they had a fixed order. */
export const choicesOf = ({ selection }: Report): { ms: number; text: string }[] =>
  selection?.choices.map(({ t_ms, index, title, reason }) => ({
    ms: t_ms,
    text: `${title === null ? 'Nothing more was asked' : `Question ${index + 1}, ${title}`}: ${reason}`,
  })) ?? [];

/** What the candidate was told before they began, a line each. */
export const noticesOf = ({ notices }: Report): string[] =>
  notices.length === 0
    ? ['No notice to the candidate is on record.']
    : notices.map(
        ({ version, locale, shown_at, accepted_at, by }) =>
          `${version} (${locale}), shown ${moment(shown_at)}, accepted ${moment(accepted_at)}${by === 'tenant' ? ', as the company says' : ''}`,
      );

/** To the second, in UTC. */
const moment = (time: string): string => `${time.slice(0, 19).replace('T', ' ')} UTC`;

export const choicesIntro =
  'Questions were chosen by the answers before them, by a two-parameter logistic model. Ability is on a scale where all candidates have a mean of 0 and a deviation of 1.';

export const caution =
  'Scores are evidence for people to decide on. They reject nobody by themselves, and a person can change each of them with a reason.';

export const targetName = (criterion: Report['overrides'][number]['criterion']): string =>
  criterion === 'total' ? 'The whole score' : titles[criterion][0];
