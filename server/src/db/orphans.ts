import type { Knex } from 'knex';
import type { InterviewStatus } from '@interviewlm/protocol';
import type { ArchiveState } from './archives.js';
import { withoutTenant } from './without-tenant.js';

/** What an interview still says about its volume and its sandbox. */
export interface Claim {
  id: string;
  status: InterviewStatus;
  /** Null while nothing is owed to the archive. */
  archive: ArchiveState | null;
  volume_deleted: boolean;
}

export interface Orphan {
  kind: 'volume' | 'sandbox';
  name: string;
}

/** Tells this database from every other one. */
export async function readInstallation(knex: Knex): Promise<string> {
  const [row] = await withoutTenant<{ id: string }>(knex, 'select id from installation', []);
  if (!row) throw new Error('The database has no installation id');
  return row.id;
}

/** Of any tenant. Interviews that aren't there are left out. */
export const readClaims = (knex: Knex, interviews: readonly string[]): Promise<Claim[]> =>
  withoutTenant<Claim>(knex, 'select * from claims_of_interviews(string_to_array(?, ?))', [interviews.join(','), ',']);

/** All that were noted, and since when. */
export const readOrphans = (knex: Knex): Promise<(Orphan & { seen_at: Date })[]> => withoutTenant(knex, 'select * from orphans', []);

/** Idempotent: the first time stays. */
export async function noteOrphan(knex: Knex, { kind, name }: Orphan, seen_at: Date): Promise<void> {
  await withoutTenant(knex, 'insert into orphans values (?, ?, ?) on conflict do nothing', [kind, name, seen_at]);
}

export async function forgetOrphan(knex: Knex, { kind, name }: Orphan): Promise<void> {
  await withoutTenant(knex, 'delete from orphans where kind = ? and name = ?', [kind, name]);
}
