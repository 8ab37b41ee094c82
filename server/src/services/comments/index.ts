import type { Knex } from 'knex';
import type { AnswerOf, BodyOf, Comment, QueryOf } from '@interviewlm/protocol';
import * as comments from '../../db/comments.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { invalid, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { requireNoHold } from '../holds/require.js';
import { decodeCursor, page } from '../paging.js';
import { readLog, type At } from '../recording/log.js';

/** A page of the comments on a recording, oldest first; the whole threads follow from `reply_to`. */
export const listComments = (knex: Knex, at: At, query: QueryOf<'listComments'>): Promise<AnswerOf<'listComments'>> =>
  withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const rows = await comments.listComments(tx, at.interview, query.limit + 1, decodeCursor('comment', query.cursor));
    return page(rows, query.limit, present);
  });

/** A comment on a moment, or an answer, which stands at the moment of its comment. Only a comment can be answered, not an answer. */
export const createComment = (knex: Knex, at: At, { t_ms = 0, author, text, reply_to }: BodyOf<'createComment'>): Promise<Comment> =>
  withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const root = reply_to === undefined ? null : await answerable(tx, at, reply_to);
    const row = { id: newId('comment'), t_ms: root?.t_ms ?? t_ms, author, text, reply_to: root?.id ?? null };
    return present(await comments.insertComment(tx, at.interview, row));
  });

/** Removes a comment. One that was answered stays without its text and author, so that the answers keep their place. */
export const removeComment = (knex: Knex, at: At, id: string): Promise<void> =>
  withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    await requireNoHold(tx, at.interview);
    const row = await comments.lockComment(tx, at.interview, id);
    if (!row || row.removed) throw notFound('comment');
    if (await comments.hasReplies(tx, id)) await comments.blankComment(tx, id);
    else await remove(tx, at, row);
  });

async function answerable(tx: TenantTx, at: At, id: string): Promise<comments.CommentRow> {
  const root = await comments.lockComment(tx, at.interview, id);
  if (!root || root.removed) throw invalid('body.reply_to', 'no_such_comment', 'There is no such comment on this interview.');
  if (root.reply_to) throw invalid('body.reply_to', 'not_a_thread', 'An answer can not be answered: answer its comment.');
  return root;
}

/** The last answer takes a removed comment along. */
async function remove(tx: TenantTx, at: At, row: comments.CommentRow): Promise<void> {
  const root = row.reply_to === null ? null : await comments.lockComment(tx, at.interview, row.reply_to);
  await comments.deleteComment(tx, row.id);
  if (root?.removed && !(await comments.hasReplies(tx, root.id))) await comments.deleteComment(tx, root.id);
}

const present = (row: comments.CommentRow): Comment => ({
  id: row.id,
  object: 'comment',
  t_ms: row.t_ms,
  author: row.author,
  text: row.text,
  reply_to: row.reply_to,
  removed: row.removed,
  created_at: row.created_at.toISOString(),
});
