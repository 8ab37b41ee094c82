import type { TenantReads } from '../tenant-reads.js';
import { closed, opened } from './columns.js';
import { ringOf } from './ring-of.js';

export interface Person {
  readonly name: string;
  readonly email: string | null;
  readonly external_id: string | null;
}

/** What is stored of a candidate, with what they are found by. */
export interface PersonColumns extends Person {
  readonly email_index: Buffer | null;
  readonly external_index: Buffer | null;
  readonly words_index: Buffer[] | null;
}

export function closedPerson(tx: TenantReads, id: string, { name, email, external_id }: Person): PersonColumns {
  const ring = ringOf(tx);
  const index = (purpose: string, value: string | null) => (value === null ? null : ring.index(tx.tenant, purpose, value));
  return {
    name: closed(tx, 'candidates.name', id, name),
    email: email === null ? null : closed(tx, 'candidates.email', id, email),
    external_id: external_id === null ? null : closed(tx, 'candidates.external_id', id, external_id),
    email_index: index('email', email),
    external_index: index('external_id', external_id),
    words_index: ring.current === null ? null : wordsOf(name, email).flatMap((word) => index('word', word) ?? []),
  };
}

export const openedFields = (tx: TenantReads, id: string, { name, email, external_id }: Person): Person => ({
  name: opened(tx, 'candidates.name', id, name),
  email: email === null ? null : opened(tx, 'candidates.email', id, email),
  external_id: external_id === null ? null : opened(tx, 'candidates.external_id', id, external_id),
});

/** What somebody may be searched by where parts of words can't be: the words of the name, the address, and what stands before its `@`. */
function wordsOf(name: string, email: string | null): string[] {
  const alias = email?.split('@')[0] ?? '';
  return [...new Set([...words(name), ...(email === null ? [] : [email, alias])].map((word) => word.toLowerCase()))].filter(Boolean);
}

export const words = (text: string): string[] => text.split(/\s+/u).filter(Boolean);
