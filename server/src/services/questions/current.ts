import type { Knex } from 'knex';
import type { Question, QuestionProgress, SelectionRecord, SourceFile } from '@interviewlm/protocol';
import { insertAnswer } from '../../db/answers.js';
import { listSelections } from '../../db/question-selections.js';
import { readFiles } from '../../db/files.js';
import { readCurrentQuestion, type InterviewQuestion } from '../../db/interview-questions.js';
import type { LogHead } from '../../db/log-heads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { asText } from '../files/content.js';
import { openDesk, save, type Desk } from '../files/save.js';
import { noticeEvents } from '../notices/index.js';
import { appendTo, openLog, readLog, type At, type Unplaced } from '../recording/log.js';

/** The question that the candidate is at, without anything that only the server may know. */
export async function currentQuestion(knex: Knex, at: At): Promise<QuestionProgress> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await readLog(tx, at);
    return progressOf(head, await readCurrentQuestion(tx, head));
  });
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
    ...(await noticeEvents(tx, at.interview)),
    ...shown(question, (await listSelections(tx, head.id))[0]?.record),
  ]);
}

/** The candidate's own files become the answer to the current question; what belongs to the question doesn't. */
export async function keepAnswer(tx: TenantTx, head: LogHead, files?: readonly SourceFile[]): Promise<void> {
  const { id, index } = await readCurrentQuestion(tx, head);
  await insertAnswer(tx, head.id, { question_id: id, index, files: [...(files ?? (await ownFiles(tx, head)))] });
  await appendTo(tx, head, [{ type: 'question.answered', data: { question: id, index } }]);
}

/** What the candidate wrote or may change, as text. */
export async function ownFiles(tx: TenantTx, head: LogHead): Promise<SourceFile[]> {
  const files = (await readFiles(tx, head.id)).filter((file) => !file.read_only);
  return files.flatMap(({ path, content }): SourceFile[] => {
    const text = asText(content);
    return text === null ? [] : [{ path, content: text }];
  });
}

/** What builds on another question lays its files beside the candidate's own, and over none of them. */
export async function layOut(desk: Desk, { source, base }: InterviewQuestion): Promise<void> {
  const taken = new Set(base ? desk.tree.map(({ path }) => path) : []);
  for (const { path, content } of source.starter.filter((file) => !taken.has(file.path)))
    await save(desk, { path, content: Buffer.from(content), origin: 'question' });
  for (const { path, content } of source.visible_tests)
    await save(desk, { path, content: Buffer.from(content), origin: 'question', read_only: true });
}

const filesOf = ({ source }: InterviewQuestion): SourceFile[] => [...source.starter, ...source.visible_tests];

/** The question is on the screen, and where it was chosen, why. */
export const shown = ({ id, index, source }: InterviewQuestion, record?: SelectionRecord): Unplaced[] => [
  { type: 'question.shown', data: { question: id, index, title: source.title, instructions: source.instructions } },
  ...(record ? [{ type: 'question.selected' as const, data: record }] : []),
];

/** Whether a question may come after this one; where it is chosen by the answer, only the answer tells. */
export const hasNext = ({ adaptive, selecting, question_index, question_ids }: LogHead): boolean =>
  selecting || (!adaptive && question_index + 1 < question_ids.length);

export const progressOf = (head: LogHead, question: InterviewQuestion): QuestionProgress => ({
  object: 'question_progress',
  current: present(question),
  progress: {
    index: question.index,
    total: head.adaptive && head.selecting ? head.adaptive.max_questions : head.question_ids.length,
    has_next: hasNext(head),
    adaptive: head.adaptive !== null,
    follow_ups: head.follow_ups,
  },
});

/** What the candidate edits: the files of what it builds on are theirs by now. */
const openPaths = ({ source, base }: InterviewQuestion): string[] => [
  ...new Set([...source.starter.map((file) => file.path), ...(base ? openPaths(base) : [])]),
];

const present = (question: InterviewQuestion): Question => {
  const { id, index, source, base } = question;
  return {
    id,
    object: 'question',
    index,
    title: source.title,
    instructions: source.instructions,
    runtime: source.runtime,
    difficulty: source.difficulty,
    concepts: source.concepts,
    builds_on: base && { title: base.source.title },
    open: openPaths(question),
    tests: source.visible_tests.map((file) => file.path),
    limits: source.limits,
  };
};
