import type { Knex } from 'knex';
import { limits, type Desk, type File, type WorkspaceOpening } from '@interviewlm/protocol';
import { listFiles, readFiles, type FileRow } from '../../db/files.js';
import { readCurrentQuestion } from '../../db/interview-questions.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { presentFile, presentInfo } from '../files/content.js';
import { progressOf } from '../questions/current.js';
import { deskOf } from '../recording/desk.js';
import { readLog, type At } from '../recording/log.js';

type Work = NonNullable<WorkspaceOpening['work']>;

/**
 * All that a page needs to go on working, from the store alone: neither volume nor sandbox is asked, so it is there at once whatever
 * they do. Null once there is nothing to work on.
 */
export async function openWork(knex: Knex, at: At): Promise<Work | null> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await readLog(tx, at);
    if (head.status !== 'started' && head.status !== 'paused') return null;
    const [current, tree, kept] = await Promise.all([readCurrentQuestion(tx, head), listFiles(tx, at.interview), deskOf(tx, at.interview)]);
    const question = progressOf(head, current);
    const desk = shownDesk(kept, tree, question.current.open);
    return { question, files: tree.map(presentInfo), desk, open: await openFiles(tx, at, desk, tree) };
  });
}

/** A tab whose file is gone is gone too; where no page was yet, the question's own files are open. */
function shownDesk(desk: Desk | null, tree: readonly FileRow[], first: readonly string[]): Desk {
  const known = new Set(tree.map(({ path }) => path));
  const from = desk?.tabs.some(({ path }) => known.has(path)) ? desk.tabs : first.map((path) => ({ path, offset: 0 }));
  const tabs = from.filter(({ path }) => known.has(path));
  const active = tabs.find(({ path }) => path === desk?.active) ?? tabs[0];
  return { tabs, active: active?.path ?? null };
}

/** The file in front, and the others as far as one answer should be long; the rest is read when it is looked at. */
async function openFiles(tx: TenantTx, at: At, { tabs, active }: Desk, tree: readonly FileRow[]): Promise<File[]> {
  const sizes = new Map(tree.map(({ path, size }) => [path, size]));
  let room: number = limits.fileBytes;
  const paths = [active, ...tabs.map(({ path }) => path).filter((path) => path !== active)].filter((path): path is string => {
    if (path === null) return false;
    room -= path === active ? 0 : (sizes.get(path) ?? 0);
    return room >= 0;
  });
  return (await readFiles(tx, at.interview, paths)).map(presentFile);
}
