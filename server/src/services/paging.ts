import { idOf, type IdKind } from '@interviewlm/protocol';
import { invalid } from '../errors.js';

/**
 * The id that a page starts just before (lists run newest first); undefined for the first page. Ids sort by the time they were
 * made in, so what is inserted meanwhile never moves an item from one page to another.
 */
export function decodeCursor(kind: IdKind, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!idOf(kind).safeParse(id).success) throw invalid('query.cursor', 'invalid_cursor', 'This is no cursor of this list.');
  return id;
}

/** A page of at most `limit` of `rows`, of which one more was read to see whether there are more. */
export function page<Row extends { id: string }, Item>(rows: readonly Row[], limit: number, present: (row: Row) => Item) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(present),
    has_more: last !== undefined,
    next_cursor: last ? Buffer.from(last.id, 'latin1').toString('base64url') : null,
  };
}
