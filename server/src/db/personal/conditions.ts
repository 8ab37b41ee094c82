import type { Knex } from 'knex';
import type { QueryOf } from '@interviewlm/protocol';
import type { Condition } from '../conditions.js';
import type { TenantReads } from '../tenant-reads.js';
import { words } from './person.js';
import { ringOf } from './ring-of.js';

const plainSearch = `strpos(lower(c.name || ' ' || coalesce(c.email, '')), lower(?)) > 0`;
const among = 'any(cast(? as bytea[]))';

/**
 * Finds candidates `c` by what they are called. Who is not sealed is found by a part of name or address; who is, by whole words of the name,
 * the whole address, or what stands before its `@`, all of which must be theirs.
 */
export function personConditions(
  tx: TenantReads,
  { candidate_email: email, external_id, search }: Pick<QueryOf<'listInterviews'>, 'candidate_email' | 'external_id' | 'search'>,
): Condition[] {
  const ring = ringOf(tx);
  if (ring.current === null)
    return [
      ['lower(c.email) = lower(?)', email],
      ['c.external_id = ?', external_id],
      [plainSearch, search],
    ];
  const indexes = (purpose: string, value = ''): Knex.Value => ring.indexes(tx.tenant, purpose, value);
  const asked = words(search ?? '');
  const every = asked.map(() => 'c.words_index && cast(? as bytea[])').join(' and ');
  return [
    [`(lower(c.email) = lower(?) or c.email_index = ${among})`, email, indexes('email', email)],
    [`(c.external_id = ? or c.external_index = ${among})`, external_id, indexes('external_id', external_id)],
    [`((c.words_index is null and ${plainSearch}) or (${every}))`, search, ...asked.map((word) => indexes('word', word))],
  ];
}
