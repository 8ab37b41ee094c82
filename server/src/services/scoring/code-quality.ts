import type { Criterion } from '@interviewlm/protocol';
import type { Entry } from '@interviewlm/recording';
import { byRules, clamp, evidence, mean, toScore, weigh, type Evidence } from './evidence.js';
import { isChanged, type AnsweredQuestion, type Findings } from './findings.js';
import { lintVersion, type LintResult, type Problem } from './lint/index.js';
import { blend, partInWords, partOf } from './rubric/parts.js';
import { judgedAnswers } from './rubric/material.js';
import { CodeRatings, isComplete, plainRemark, shareIn } from './rubric/shapes.js';
import { whenWritten } from './when-written.js';

/** A function up to this cyclomatic complexity is easy to follow; from `tangled` on it is not. */
const simple = 8;
const tangled = 25;
/** So many problems in a hundred lines leave nothing of the first half. */
const worstPer100 = 10;
/** Short answers are judged as if they were this long: one slip in five lines is not twenty in a hundred. */
const leastLines = 25;

/**
 * CQ1 Cleanliness (0.6): 1 without a problem found by the linter, falling to 0 at ten in a hundred lines. Problems that the starter had
 *     already don't count. A file that can't be parsed makes it 0.
 * CQ2 Simplicity (0.4): 1 up to a cyclomatic complexity of 8, falling to 0 at 25, of the most complex function that is not the starter's.
 * CQ3 The mean over the questions whose answer differs from its starter and whose language has a linter here; without one no score.
 * CQ4 Where a model judged the answers by its rubric (readability, structure, robustness; the mean of the three, and of the answers), its
 *     part is blended in by RU1 and RU2.
 */
export function codeQuality(findings: Pick<Findings, 'answers' | 'log' | 'rubric'>, entries: readonly Entry[]): Criterion {
  const { answers } = findings;
  const base = { name: 'code_quality', weight: 0.05, rubric_version: `code-quality-2 (${lintVersion})`, ...byRules } as const;
  const changed = answers.filter(isChanged);
  const measured = changed.flatMap((answer) => (answer.lint ? [{ answer, ...judge(answer, answer.lint) }] : []));
  if (changed.length === 0) return { ...base, score: null, confidence: 0, summary: 'No answer differs from its starter.', evidence: [] };
  const rules = measured.length === 0 ? null : mean(measured.map(({ share }) => share));
  const rated = ratingsOf(findings);
  const part = partOf(rated.row, rated.share, rules);
  const share = blend(rules, rated.share);
  return {
    ...base,
    ...part,
    score: share === null ? null : toScore(share),
    confidence: confidenceOf(rules, rated.share, measured.length === changed.length),
    summary: `${inWords(measured)}${partInWords(part)}`,
    evidence: [
      ...measured.flatMap(({ answer, problems: found, broken }) => evidenceOf(answer, found, broken, entries)),
      ...rated.remarks.flatMap(({ question, shown }) => placed(question, shown, entries)),
    ],
  };
}

function inWords(measured: readonly { problems: readonly Problem[]; complexity: number }[]): string {
  if (measured.length === 0) return 'There is no linter here for the languages of this interview.';
  const problems = measured.reduce((sum, one) => sum + one.problems.length, 0);
  const complexity = Math.max(...measured.map((one) => one.complexity));
  return `${problems} ${problems === 1 ? 'problem' : 'problems'} found by the linter; the most complex function has ${complexity} ways through it.`;
}

/** A model alone is an opinion; where it and the rules are far apart, one of the two is wrong. */
function confidenceOf(rules: number | null, model: number | null, whole: boolean): number {
  if (rules === null) return model === null ? 0 : 0.4;
  if (model !== null && Math.abs(rules - model) > 0.5) return 0.5;
  return whole ? 0.7 : 0.5;
}

/** A sentence that belongs to a line of an answer. */
interface Remark {
  readonly path: string;
  readonly text: string | null;
  readonly note: string;
}

interface Rated {
  readonly row: Findings['rubric'][number] | undefined;
  /** From 0 to 1; null without ratings of these answers. */
  readonly share: number | null;
  readonly remarks: readonly { readonly question: string; readonly shown: readonly Remark[] }[];
}

/** Ratings are read anew each time: what is stored is a model's, and trusted no more than on the day that it came. */
function ratingsOf({ answers, log, rubric }: Pick<Findings, 'answers' | 'log' | 'rubric'>): Rated {
  const row = rubric.find(({ criterion }) => criterion === 'code_quality');
  const judged = judgedAnswers(log, answers);
  const ratings = row?.state === 'ready' ? CodeRatings.safeParse(row.ratings).data : undefined;
  const numbers = ratings?.answers.map(({ answer }) => answer) ?? [];
  if (!ratings || !isComplete(numbers, judged.length)) return { row, share: null, remarks: [] };
  const shares = ratings.answers.map(({ readability, structure, robustness }) => shareIn([readability, structure, robustness]));
  const remarks = ratings.answers.flatMap(({ answer, remarks: said }) => {
    const of = answers.find(({ question }) => question === judged[answer - 1]?.question);
    return of ? [{ question: of.question, shown: said.slice(0, mostRemarks).flatMap((one) => remarkOn(of, one, row?.model)) }] : [];
  });
  return { row, share: mean(shares), remarks };
}

const mostRemarks = 5;

/** None for a line that the answer doesn't have. */
function remarkOn(answer: AnsweredQuestion, { path, line, remark }: { path: string; line: number; remark: string }, model = ''): Remark[] {
  const text = lineAt(answer, path, line);
  return text === null ? [] : [{ path, text, note: `${path}, line ${line}: ${plainRemark(remark)} (${model})` }];
}

function judge({ files }: AnsweredQuestion, { answer, starter }: { answer: LintResult; starter: LintResult }) {
  const problems = withoutStarters(answer.problems, starter.problems);
  const known = new Set(starter.functions.map(({ path, name, complexity }) => `${path} ${name} ${complexity}`));
  const functions = answer.functions.filter(({ path, name, complexity }) => !known.has(`${path} ${name} ${complexity}`));
  const complexity = Math.max(1, ...functions.map((each) => each.complexity));
  const lines = files.reduce((sum, { content }) => sum + content.split('\n').filter((line) => line.trim() !== '').length, 0);
  const per100 = (problems.length * 100) / Math.max(leastLines, lines);
  const found = weigh([
    { name: 'cleanliness', weight: 0.6, value: answer.broken.length > 0 ? 0 : clamp(1 - per100 / worstPer100) },
    { name: 'simplicity', weight: 0.4, value: answer.broken.length > 0 ? 0 : clamp((tangled - complexity) / (tangled - simple)) },
  ]);
  return { problems, complexity, broken: answer.broken, share: found?.share ?? 0 };
}

/** Of each rule and file, as many as the starter had are its own. */
function withoutStarters(problems: readonly Problem[], before: readonly Problem[]): Problem[] {
  const left = new Map<string, number>();
  for (const { path, rule } of before) left.set(`${path} ${rule}`, (left.get(`${path} ${rule}`) ?? 0) + 1);
  return problems.filter(({ path, rule }) => {
    const count = left.get(`${path} ${rule}`) ?? 0;
    left.set(`${path} ${rule}`, count - 1);
    return count <= 0;
  });
}

const mostShown = 12;

function evidenceOf(
  answer: AnsweredQuestion,
  problems: readonly Problem[],
  broken: readonly string[],
  entries: readonly Entry[],
): Evidence[] {
  const shown = [
    ...problems.slice(0, mostShown).map(({ path, line, message }) => ({
      path,
      text: lineAt(answer, path, line),
      note: `${path}, line ${line}: ${message}`,
    })),
    ...broken.map((path) => ({ path, text: null, note: `${path} can't be parsed.` })),
  ];
  return placed(answer.question, shown, entries);
}

/** Each at the moment at which its line was written. */
function placed(question: string, shown: readonly Remark[], entries: readonly Entry[]): Evidence[] {
  const places = whenWritten(entries, question, shown);
  return shown.flatMap(({ note }, index) => {
    const place = places[index];
    return place ? [evidence(place, place, note)] : [];
  });
}

function lineAt({ files }: AnsweredQuestion, path: string, line: number): string | null {
  const lines = files.find((file) => file.path === path)?.content.split('\n') ?? [];
  return lines[line - 1]?.trim() || null;
}
