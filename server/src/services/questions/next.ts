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
import { judgeAnswer, type JudgeDeps, type Judged } from './judge-answer.js';

/** The way from question to question. */
export interface Questions {
  /**
   * Keeps the files as the answer to this question and lays out the next one. Where that is chosen by the answers, all tests of the answer
   * run first; when it follows that nothing more is to be asked, the candidate stays where they are and nothing is kept yet.
   * 409 `no_more_questions` after the last, 503 `sandbox_unavailable` when the answer can't be tested now.
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
  const adaptive = await withTenant(deps.knex, at.tenant, async (tx) => (await openMoving(tx, at)).adaptive !== null);
  const judged = adaptive ? await judgeAnswer(deps, at, signal) : null;
  const [progress, touched] = await withTenant(deps.knex, at.tenant, async (tx) => {
    const head = await openMoving(tx, at);
    const record = judged && (await choose(tx, at, head, judged));
    if (record?.question === null) return [await stay(tx, head, record), []] as const;
    if (record?.question !== undefined) head.question_ids = [...head.question_ids, record.question];
    return advance(tx, head, judged, record ?? undefined);
  });
  deps.sync.touch(at, touched);
  return progress;
}

async function openMoving(tx: TenantTx, at: At): Promise<LogHead> {
  const head = await openLog(tx, at);
  requireRunning(head);
  if (!hasNext(head)) throw new ApiError('no_more_questions');
  return head;
}

async function choose(tx: TenantTx, at: At, head: LogHead, { index, answer }: Judged): Promise<SelectionRecord> {
  if (!head.adaptive || index !== head.question_index) throw new ApiError('run_in_progress', 'Another page went on to the next question.');
  const record = await chooseAfter(tx, at.mode, at.interview, head.adaptive, answer);
  head.selecting = record.question !== null && record.index + 1 < head.adaptive.max_questions;
  return record;
}

/** Nothing more is asked: the candidate may go on with this question until they submit. */
async function stay(tx: TenantTx, head: LogHead, record: SelectionRecord): Promise<QuestionProgress> {
  await setQuestions(tx, positionOf(head));
  await appendTo(tx, head, [{ type: 'question.selected', data: record }]);
  return progressOf(head, await readCurrentQuestion(tx, head));
}

async function advance(
  tx: TenantTx,
  head: LogHead,
  judged: Judged | null,
  record: SelectionRecord | undefined,
): Promise<readonly [QuestionProgress, readonly string[]]> {
  await keepAnswer(tx, head, judged?.files);
  head.question_index++;
  await setQuestions(tx, positionOf(head));
  const question = await readCurrentQuestion(tx, head);
  const desk = await openDesk(tx, head);
  for (const file of desk.tree) await remove(desk, file.path, 'question');
  await layOut(desk, question);
  await appendTo(tx, head, [...desk.events, ...shown(question, record)]);
  return [progressOf(head, question), desk.touched];
}

const positionOf = ({ id, question_ids, question_index, selecting }: LogHead) => ({ id, question_ids, question_index, selecting });
