import type { TenantReads } from '../tenant-reads.js';
import { ringOf } from './ring-of.js';

/** A column of one row. */
const placeOf = (tenant: string, column: string, id: string) => `${tenant} ${column} ${id}`;

/** `column` with its table, as `candidates.name`; `id` of the row. */
export const closed = (tx: TenantReads, column: string, id: string, text: string): string =>
  ringOf(tx).close(text, placeOf(tx.tenant, column, id));

export const opened = (tx: TenantReads, column: string, id: string, stored: string): string =>
  ringOf(tx).open(stored, placeOf(tx.tenant, column, id));

/** The same for a jsonb column of plain pairs: sealed, it is a string. */
export const closedPairs = (tx: TenantReads, column: string, id: string, pairs: Readonly<Record<string, string>>): unknown =>
  ringOf(tx).current === null ? pairs : closed(tx, column, id, JSON.stringify(pairs));

export const openedPairs = (tx: TenantReads, column: string, id: string, stored: unknown): Record<string, string> =>
  typeof stored === 'string' ? (JSON.parse(opened(tx, column, id, stored)) as Record<string, string>) : (stored as Record<string, string>);
