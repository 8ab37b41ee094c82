import type { Knex } from 'knex';
import type { Question, QuestionProgress, SourceFile } from '@interviewlm/protocol';
import { insertAnswer } from '../../db/answers.js';
import { readFiles } from '../../db/files.js';
import { readCurrentQuestion, setQuestionIndex, type InterviewQuestion } from '../../db/interview-questions.js';
import type { LogHead } from '../../db/log-heads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { asText } from '../files/content.js';
import { openDesk, save, type Desk } from '../files/save.js';
import type { VolumeSync } from '../files/sync.js';
import { remove } from '../files/workspace.js';
import { appendTo, openLog, readLog, requireRunning, type At, type Unplaced } from '../recording/log.js';

/** The question that the candidate is at, without anything that only the server may know. */
export async function currentQuestion(knex: Knex, at: At): Promise<QuestionProgress> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await readLog(tx, at);
    return progressOf(head, await readCurrentQuestion(tx, head));
  });
}

/** Keeps the files as the answer to this question and lays out the next one. 409 `no_more_questions` after the last. */
export async function nextQuestion(knex: Knex, sync: VolumeSync, at: At): Promise<QuestionProgress> {
  const [progress, touched] = await withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    requireRunning(head);
    if (head.question_index + 1 >= head.question_ids.length) throw new ApiError('no_more_questions');
    await keepAnswer(tx, head);
    head.question_index++;
    await setQuestionIndex(tx, head.id, head.question_index);
    const question = await readCurrentQuestion(tx, head);
    const desk = await openDesk(tx, head);
    for (const file of desk.tree) await remove(desk, file.path, 'question');
    await layOut(desk, question);
    await appendTo(tx, head, [...desk.events, shown(question)]);
    return [progressOf(head, question), desk.touched] as const;
  });
  sync.touch(at, touched);
  return progress;
}

/** The first question's files and the events that open the log; in the transaction that starts the clock. */
export async function openFirstQuestion(tx: TenantTx, at: At): Promise<void> {
  const head = await openLog(tx, at);
  const question = await readCurrentQuestion(tx, head);
  const desk = await openDesk(tx, head);
  await layOut(desk, question);
  // The opening event holds the files, so their single events are left out. The clock starts in this transaction, so this is moment 0:
  // a replay shows the starter from its very first frame.
  await appendTo(tx, { ...head, now_ms: 0 }, [
    { type: 'session.started', data: { files: filesOf(question), question: question.id } },
    shown(question),
  ]);
}

/** The candidate's own files become the answer to the current question; what belongs to the question doesn't. */
export async function keepAnswer(tx: TenantTx, head: LogHead): Promise<void> {
  const question = await readCurrentQuestion(tx, head);
  const files = (await readFiles(tx, head.id)).filter((file) => !file.read_only);
  const texts = files.flatMap(({ path, content }): SourceFile[] => {
    const text = asText(content);
    return text === null ? [] : [{ path, content: text }];
  });
  await insertAnswer(tx, head.id, { question_id: question.id, index: question.index, files: texts });
  await appendTo(tx, head, [{ type: 'question.answered', data: { question: question.id, index: question.index } }]);
}

async function layOut(desk: Desk, { source }: InterviewQuestion): Promise<void> {
  for (const { path, content } of source.starter) await save(desk, { path, content: Buffer.from(content), origin: 'question' });
  for (const { path, content } of source.visible_tests)
    await save(desk, { path, content: Buffer.from(content), origin: 'question', read_only: true });
}

const filesOf = ({ source }: InterviewQuestion): SourceFile[] => [...source.starter, ...source.visible_tests];

const shown = ({ id, index, source }: InterviewQuestion): Unplaced => ({
  type: 'question.shown',
  data: { question: id, index, title: source.title, instructions: source.instructions },
});

export const progressOf = (head: LogHead, question: InterviewQuestion): QuestionProgress => ({
  object: 'question_progress',
  current: present(question),
  progress: { index: question.index, total: head.question_ids.length, has_next: question.index + 1 < head.question_ids.length },
});

const present = ({ id, index, source }: InterviewQuestion): Question => ({
  id,
  object: 'question',
  index,
  title: source.title,
  instructions: source.instructions,
  runtime: source.runtime,
  difficulty: source.difficulty,
  concepts: source.concepts,
  open: source.starter.map((file) => file.path),
  tests: source.visible_tests.map((file) => file.path),
  limits: source.limits,
});
