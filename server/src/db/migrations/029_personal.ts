import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * Personal columns may be sealed, where the server has keys for it: their text is then not the person's, and what is looked up by it is
 * looked up by keyed hashes, the indexes. `personal_keys` says which keys rows may be sealed with; it holds no key, but what tells one from
 * another under the same name. It is no tenant's, and the app role has nothing to do with it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table personal_keys (id text primary key, proof bytea not null, first_used_at timestamptz not null default now());
    alter table personal_keys enable row level security;
    alter table candidates add column email_index bytea, add column external_index bytea, add column words_index bytea[];
    create unique index one_candidate_of_an_index on candidates (tenant_id, mode, email_index) where not self_started and email_index is not null;
    create index on candidates (tenant_id, mode, external_index) where external_index is not null;
    alter table mails add column recipient_index bytea;
    create unique index one_mail_of_a_kind_by_index on mails (interview_id, kind, recipient_index)
      where kind <> 'invitation' and recipient_index is not null;
    revoke all on personal_keys from ${appRole};
  `);
}
