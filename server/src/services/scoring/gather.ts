import type { Report, SessionEvent } from '@interviewlm/protocol';
import { listAnswers, type Answer } from '../../db/answers.js';
import { readErased } from '../../db/erased-classes.js';
import { readQuestions, type InterviewQuestion } from '../../db/interview-questions.js';
import { listMessages } from '../../db/messages.js';
import { readRubricJudgements } from '../../db/rubric-judgements.js';
import { listFinalRuns } from '../../db/runs.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { merge } from '../questions/prove.js';
import { readLog, type At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import { judged, type AnsweredQuestion, type Findings } from './findings.js';
import { lint } from './lint/index.js';

type Gathered = Omit<Findings, 'answers'> & { readonly answers: readonly Omit<AnsweredQuestion, 'lint'>[] };

/** All that is kept of a submission and bears on its scores. 410 `erased` where a part of it is gone: what is left would score otherwise. */
export async function gather(tx: TenantTx, at: At): Promise<Gathered> {
  const head = await readLog(tx, at);
  const [gone] = Object.keys(await readErased(tx, at.interview)).filter((name) => name !== 'identity');
  if (gone !== undefined) throw new ApiError('erased', `The ${gone} was erased when its time was over.`);
  const events: SessionEvent[] = [];
  for await (const event of eventsAfter(tx, at.interview)) events.push(event);
  // Without its log a submission would score otherwise, and nobody would see why.
  if (events.length === 0 && head.seq > 0) throw new Error('The log is in the archive alone, and is put back before it is scored');
  const [questions, answers, messages, runs, rubric] = await Promise.all([
    readQuestions(tx, head),
    listAnswers(tx, at.interview),
    listMessages(tx, at.interview),
    listFinalRuns(tx, at.interview),
    readRubricJudgements(tx, at.interview),
  ]);
  return {
    interview: at.interview,
    log: judged(events),
    qualities: new Map(messages.flatMap(({ id, prompt_quality }) => (prompt_quality ? [[id, prompt_quality] as const] : []))),
    suppressed: head.accommodations.suppress_signals,
    answers: answers.flatMap((answer) => answered(answer, questions, answers)),
    tests: finalTests(questions, answers, runs),
    rubric,
  };
}

/** The same with what the linter finds; apart, since it takes longer than a transaction should. */
export async function measure(gathered: Gathered): Promise<Findings> {
  const answers: AnsweredQuestion[] = [];
  for (const each of gathered.answers) {
    const [answer, starter] = (await lint(each.runtime, [each.files, each.starter])) ?? [];
    answers.push({ ...each, lint: answer && starter ? { answer, starter } : null });
  }
  return { ...gathered, answers };
}

function answered(
  { question_id, files }: Answer,
  questions: readonly InterviewQuestion[],
  answers: readonly Answer[],
): Omit<AnsweredQuestion, 'lint'>[] {
  const question = questions.find(({ id }) => id === question_id);
  if (!question) return [];
  const { source, base } = question;
  const before = answers.find((answer) => answer.question_id === base?.id)?.files ?? [];
  const starter = merge(before, source.starter);
  return [{ question: question_id, runtime: source.runtime, follows: base?.id ?? null, starter, files }];
}

type Runs = Awaited<ReturnType<typeof listFinalRuns>>;
type Tests = Report['tests'];

/** Null while a final run of an answer is missing, or tested nothing. A question that was not reached has none, and nothing of it passed. */
function finalTests(questions: readonly InterviewQuestion[], answers: readonly Answer[], runs: Runs): Tests | null {
  const tests: Tests = [];
  for (const { id, source, expected, base } of questions) {
    const reached = answers.some(({ question_id }) => question_id === id);
    const visible = reached ? counted(runs, id, expected.visible) : { passed: 0, total: expected.visible.length };
    const hidden = reached ? counted(runs, id, expected.hidden) : { passed: 0, total: expected.hidden.length };
    if (!visible || !hidden) return null;
    tests.push({ question: id, title: source.title, ...(base && { follows: base.id }), visible, hidden });
  }
  return tests;
}

/** Which tests a run was of, its names tell: no hidden test has the name of a visible one. */
function counted(runs: Runs, question: string, expected: readonly string[]): Tests[number]['visible'] | null {
  if (expected.length === 0) return { passed: 0, total: 0 };
  const names = new Set(expected);
  const run = runs.findLast(({ question_id, result }) => question_id === question && result.tests.some(({ name }) => names.has(name)));
  return run && !run.result.runner_missing ? { passed: run.result.passed, total: run.result.total } : null;
}
