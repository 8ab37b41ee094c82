import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface CommentRow {
  id: string;
  t_ms: number;
  author: string;
  text: string;
  reply_to: string | null;
  removed: boolean;
  created_at: Date;
}

const columns = ['id', 't_ms', 'author', 'text', 'reply_to', 'removed', 'created_at'];

export async function insertComment(
  tx: TenantTx,
  interview: string,
  comment: Omit<CommentRow, 'removed' | 'created_at'>,
): Promise<CommentRow> {
  const { author, text, ...rest } = comment;
  const [row] = await tx
    .sql('comments')
    .insert({ ...rest, author: storableText(author), text: storableText(text), interview_id: interview, tenant_id: tx.tenant })
    .returning<CommentRow[]>(columns);
  if (!row) throw new Error('An insert returned no row');
  return row;
}

/** Oldest first, from just after the comment `after`. */
export async function listComments(tx: TenantTx, interview: string, limit: number, after?: string): Promise<CommentRow[]> {
  const query = tx.sql('comments').where({ interview_id: interview }).orderBy('id').limit(limit);
  if (after) query.where('id', '>', after);
  return query.select<CommentRow[]>(columns);
}

/** Locks the comment until the transaction ends, so that none is answered while it is removed. */
export async function lockComment(tx: TenantTx, interview: string, id: string): Promise<CommentRow | null> {
  const row = await tx.sql('comments').where({ interview_id: interview, id }).forUpdate().first<CommentRow | undefined>(columns);
  return row ?? null;
}

export async function hasReplies(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.sql('comments').where({ reply_to: id }).first<{ id: string } | undefined>('id')) !== undefined;
}

/** Takes away what it says and who said it. */
export async function blankComment(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('comments').where({ id }).update({ text: '', author: '', removed: true });
}

export async function deleteComment(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('comments').where({ id }).delete();
}
