import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * `erasures` is what is left of an interview that was erased: who asked, how far it is, and the certificate, as text since it is signed.
 * It hangs on no interview, and the app role can not remove it. `archive` and `volume` are what was found there before it was deleted.
 */
const table = `
  create table erasures (
    tenant_id text not null references tenants, interview_id text primary key, mode text not null, interview_created_at timestamptz not null,
    requested_at timestamptz not null default now(), requested_by text not null, archive jsonb, volume text, certificate text,
    attempts int not null default 0, next_at timestamptz, error text);
  create index on erasures (next_at) where next_at is not null;
  alter table erasures enable row level security;
  create policy one_tenant on erasures to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update on erasures to ${appRole};
`;

/**
 * Whoever looks for work finds it before a tenant is known. An archive says until when somebody works on it: whoever erases it waits for
 * them. A volume that comes late, of an interview that was erased, is known to be nobody's.
 */
const doors = `
  create function claim_erasures(at_most int, lease interval) returns table (id text, tenant_id text, mode text)
  language sql security definer set search_path = public, pg_temp as $$
    update erasures e set next_at = now() + lease, attempts = attempts + 1
    where e.interview_id in (
      select interview_id from erasures where next_at <= now() order by next_at limit at_most for update skip locked)
    returning e.interview_id, e.tenant_id, e.mode;
  $$;
  revoke all on function claim_erasures(int, interval) from public;
  grant execute on function claim_erasures(int, interval) to ${appRole};

  alter table archives add column claimed_until timestamptz;
  create or replace function claim_archives(at_most int, lease interval) returns table (id text, tenant_id text, mode text)
  language sql security definer set search_path = public, pg_temp as $$
    update archives a set next_at = now() + lease, claimed_until = now() + lease, attempts = attempts + 1
    where a.interview_id in (
      select interview_id from archives where next_at <= now() order by next_at limit at_most for update skip locked)
    returning a.interview_id, a.tenant_id, a.mode;
  $$;

  create or replace function claims_of_interviews(ids text[])
  returns table (id text, status text, archive text, volume_deleted boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
    select i.id, i.status, a.state, coalesce(a.volume_deleted_at is not null, false)
    from interviews i left join archives a on a.interview_id = i.id where i.id = any(ids)
    union all
    select e.interview_id, 'erased', null, false from erasures e
    where e.interview_id = any(ids) and not exists (select from interviews i where i.id = e.interview_id);
  $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(table);
  await knex.raw(doors);
}
