import type { Criterion } from '@interviewlm/protocol';
import type { Entry } from '@interviewlm/recording';
import { byRules, clamp, evidence, mean, toScore, weigh, type Evidence } from './evidence.js';
import type { AnsweredQuestion } from './findings.js';
import { lintVersion, type LintResult, type Problem } from './lint/index.js';
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
 */
export function codeQuality(answers: readonly AnsweredQuestion[], entries: readonly Entry[]): Criterion {
  const base = { name: 'code_quality', weight: 0.05, rubric_version: `code-quality-1 (${lintVersion})`, ...byRules } as const;
  const changed = answers.filter(isChanged);
  const measured = changed.flatMap((answer) => (answer.lint ? [{ answer, ...judge(answer, answer.lint) }] : []));
  if (measured.length === 0) {
    const summary =
      changed.length === 0 ? 'No answer differs from its starter.' : 'There is no linter here for the languages of this interview.';
    return { ...base, score: null, confidence: 0, summary, evidence: [] };
  }
  const problems = measured.reduce((sum, one) => sum + one.problems.length, 0);
  const complexity = Math.max(...measured.map((one) => one.complexity));
  return {
    ...base,
    score: toScore(mean(measured.map(({ share }) => share))),
    confidence: measured.length === changed.length ? 0.7 : 0.5,
    summary: `${problems} ${problems === 1 ? 'problem' : 'problems'} found by the linter; the most complex function has ${complexity} ways through it.`,
    evidence: measured.flatMap(({ answer, problems: found, broken }) => evidenceOf(answer, found, broken, entries)),
  };
}

const isChanged = ({ files, starter }: AnsweredQuestion): boolean =>
  files.some(({ path, content }) => starter.find((file) => file.path === path)?.content !== content);

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
  const places = whenWritten(entries, answer.question, shown);
  return shown.flatMap(({ note }, index) => {
    const place = places[index];
    return place ? [evidence(place, place, note)] : [];
  });
}

function lineAt({ files }: AnsweredQuestion, path: string, line: number): string | null {
  const lines = files.find((file) => file.path === path)?.content.split('\n') ?? [];
  return lines[line - 1]?.trim() || null;
}
