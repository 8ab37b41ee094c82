import type { QuestionProgress, SelectionRecord } from '@interviewlm/protocol';
import { readCurrentQuestion, setQuestions } from '../../db/interview-questions.js';
import type { LogHead } from '../../db/log-heads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { openDesk } from '../files/save.js';
import { remove } from '../files/workspace.js';
import { appendTo, openLog, requireRunning, type At } from '../recording/log.js';
import { chooseAfter } from './adaptive/choose.js';
import { hasNext, keepAnswer, layOut, progressOf, shown } from './current.js';
import { chooseFollowUp, mayBeFollowed } from './follow-up.js';
import { judgeAnswer, type JudgeDeps, type Judged } from './judge-answer.js';

/** The way from question to question. */
export interface Questions {
  /**
   * Keeps the files as the answer to this question and lays out the next one. Where that is chosen by the answers, or may build on this one,
   * all tests of the answer run first; when it follows that nothing more is to be asked, the candidate stays where they are and nothing is
   * kept yet. 409 `no_more_questions` after the last, 503 `sandbox_unavailable` when the answer can't be tested now and the choice needs it.
   */
  next(at: At): Promise<QuestionProgress>;
  /** Ends what still runs in this process. */
  close(): Promise<void>;
}

export function createQuestions(deps: JudgeDeps): Questions {
  const stopping = new AbortController();
  const running = new Set<Promise<QuestionProgress>>();
  return {
    next(at) {
      const moving = move(deps, at, stopping.signal);
      running.add(moving);
      void moving.catch(() => undefined).then(() => running.delete(moving));
      return moving;
    },
    async close() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

async function move(deps: JudgeDeps, at: At, signal: AbortSignal): Promise<QuestionProgress> {
  const { adaptive, follow_ups } = await withTenant(deps.knex, at.tenant, (tx) => openMoving(tx, at));
  const judged = adaptive ? await judgeAnswer(deps, at, signal) : follow_ups ? await judgeIfPossible(deps, at, signal) : null;
  const [progress, touched] = await withTenant(deps.knex, at.tenant, async (tx) => {
    const head = await openMoving(tx, at);
    if (judged && judged.index !== head.question_index) throw new ApiError('run_in_progress', 'Another page went on to the next question.');
    const record = judged && (await choose(tx, at, head, judged));
    if (record?.question === null || !insert(head, record?.question)) return [await stay(tx, head, record), []] as const;
    return advance(tx, at, head, judged, record ?? undefined);
  });
  deps.sync.touch(at, touched);
  return progress;
}

/** In a fixed order nobody is held up by a sandbox that can't be had: they go on without a follow-up. */
const judgeIfPossible = (deps: JudgeDeps, at: At, signal: AbortSignal): Promise<Judged | null> =>
  judgeAnswer(deps, at, signal).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 'sandbox_unavailable') return null;
    throw error;
  });

/** Puts what was chosen after the question that the candidate is at. False when nothing comes after it. */
function insert(head: LogHead, chosen: string | null | undefined): boolean {
  if (chosen) head.question_ids = head.question_ids.toSpliced(head.question_index + 1, 0, chosen);
  return head.question_index + 1 < head.question_ids.length;
}

async function openMoving(tx: TenantTx, at: At): Promise<LogHead> {
  const head = await openLog(tx, at);
  requireRunning(head);
  if (!hasNext(head)) throw new ApiError('no_more_questions');
  return head;
}

async function choose(tx: TenantTx, at: At, head: LogHead, { answer }: Judged): Promise<SelectionRecord | null> {
  if (!head.adaptive) return chooseFollowUp(tx, at, head, answer);
  const record = await chooseAfter(tx, at.mode, at.interview, head.adaptive, answer, head.follow_ups);
  head.selecting = record.question !== null && record.index + 1 < head.adaptive.max_questions;
  return record;
}

/** Nothing more is asked: the candidate may go on with this question until they submit. */
async function stay(tx: TenantTx, head: LogHead, record: SelectionRecord | null): Promise<QuestionProgress> {
  head.selecting = false;
  await setQuestions(tx, positionOf(head));
  if (record) await appendTo(tx, head, [{ type: 'question.selected', data: record }]);
  return progressOf(head, await readCurrentQuestion(tx, head));
}

async function advance(
  tx: TenantTx,
  at: At,
  head: LogHead,
  judged: Judged | null,
  record: SelectionRecord | undefined,
): Promise<readonly [QuestionProgress, readonly string[]]> {
  await keepAnswer(tx, head, judged?.files);
  head.question_index++;
  if (!head.adaptive) head.selecting = head.follow_ups && (await mayBeFollowed(tx, at.mode, head.question_ids[head.question_index]));
  await setQuestions(tx, positionOf(head));
  const question = await readCurrentQuestion(tx, head);
  const desk = await openDesk(tx, head);
  // What the candidate wrote stays where the next question builds on it; the tests of the last one never do.
  for (const file of desk.tree) if (!question.base || file.read_only) await remove(desk, file.path, 'question');
  await layOut(desk, question);
  await appendTo(tx, head, [...desk.events, ...shown(question, record)]);
  return [progressOf(head, question), desk.touched];
}

const positionOf = ({ id, question_ids, question_index, selecting }: LogHead) => ({ id, question_ids, question_index, selecting });
