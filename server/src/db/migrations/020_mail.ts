import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * E-mails that are owed, each written in the transaction that makes the change it tells of, and what became of them. `next_at` says when
 * somebody must try (again); a result without one waits for the report. `content` is sealed, and only there where nothing was sent. A
 * suppression names an address by a keyed hash alone.
 */
const tables = `
  create table mails (
    id text primary key, tenant_id text not null references tenants, mode text not null, interview_id text not null, kind text not null,
    recipient text not null, locale text not null, message text not null default '', subject text, state text not null default 'pending',
    attempts int not null default 0, next_at timestamptz, error text, content bytea, sent_at timestamptz,
    created_at timestamptz not null default now(),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on mails (tenant_id, mode, id);
  create index on mails (interview_id);
  create index on mails (next_at) where state = 'pending';
  create index on mails (tenant_id, next_at) where state = 'pending';
  create unique index one_mail_of_a_kind on mails (interview_id, kind, lower(recipient)) where kind <> 'invitation';
  create unique index one_pending_invitation on mails (interview_id) where kind = 'invitation' and state = 'pending';
  create table mail_suppressions (
    tenant_id text not null references tenants, hash bytea not null, created_at timestamptz not null default now(),
    primary key (tenant_id, hash));
`;

const wall = (table: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
`;

/** Whoever looks for work finds it before a tenant is known. No tenant gets more than a few at once, so one with many holds nobody up. */
const door = `
  create function claim_mails(at_most int, per_tenant int, lease interval) returns table (id text, tenant_id text)
  language sql security definer set search_path = public, pg_temp as $$
    update mails m set next_at = now() + lease, attempts = attempts + 1
    where m.id in (
      select w.id from mails w where w.state = 'pending' and w.next_at <= now() and w.id in (
        select o.id from tenants t cross join lateral (
          select x.id from mails x
          where x.tenant_id = t.id and x.state = 'pending' and x.next_at <= now() order by x.next_at limit per_tenant) o
        where t.id in (select p.tenant_id from mails p where p.state = 'pending' and p.next_at <= now()))
      order by w.next_at limit at_most for update skip locked)
    returning m.id, m.tenant_id;
  $$;
  revoke all on function claim_mails(int, int, interval) from public;
  grant execute on function claim_mails(int, int, interval) to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['mails', 'mail_suppressions']) await knex.raw(wall(table));
  await knex.raw(`grant select, insert, update, delete on mails to ${appRole}; grant select, insert on mail_suppressions to ${appRole};`);
  await knex.raw(door);
}
