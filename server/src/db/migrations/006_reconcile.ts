import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * What a vendor holds for us and no interview wants any more. `installation` has one row: it tells this database's servers from
 * another's that were given the same namespace by mistake. `orphans` says since when something was seen that nobody wants. Neither
 * belongs to a tenant: only who stands inside no tenant's wall sees them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table installation (id text primary key, only_one boolean not null default true unique check (only_one));
    insert into installation (id) values (replace(gen_random_uuid()::text, '-', ''));
    create table orphans (kind text not null, name text not null, seen_at timestamptz not null, primary key (kind, name));
    grant select on installation to ${appRole};
    grant select, insert, delete on orphans to ${appRole};
    alter table installation enable row level security;
    alter table orphans enable row level security;
    create policy no_tenant on installation to ${appRole} using (current_setting('app.tenant') = '');
    create policy no_tenant on orphans to ${appRole} using (current_setting('app.tenant') = '') with check (current_setting('app.tenant') = '');

    create function claims_of_interviews(ids text[])
    returns table (id text, status text, archive text, volume_deleted boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
      select i.id, i.status, a.state, coalesce(a.volume_deleted_at is not null, false)
      from interviews i left join archives a on a.interview_id = i.id where i.id = any(ids);
    $$;
    revoke all on function claims_of_interviews(text[]) from public;
    grant execute on function claims_of_interviews(text[]) to ${appRole};
  `);
}
