import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * The people who may sign in to the console, by the address that the OpenID provider vouches for; `identity` is who that was the first time,
 * and nobody else's after. Who was removed stays, so that a domain doesn't let them in again. A session is a key's or a person's.
 */
const tables = `
  create table console_members (
    id text primary key, tenant_id text not null references tenants, mode text not null, email text not null, role text not null,
    identity text, created_at timestamptz not null default now(), last_seen_at timestamptz, removed_at timestamptz,
    unique (tenant_id, id), unique (tenant_id, mode, email));
  create index on console_members (tenant_id, mode, id);
  create index on console_members (email) where removed_at is null;
  create table console_domains (
    tenant_id text not null references tenants, mode text not null, domain text not null, role text not null,
    created_at timestamptz not null default now(), primary key (tenant_id, mode, domain));
  create index on console_domains (domain);
  alter table console_sessions alter column key_id drop not null;
  alter table console_sessions add column member_id text;
  alter table console_sessions add constraint console_sessions_of_one check (num_nonnulls(key_id, member_id) = 1) not valid;
  alter table console_sessions add constraint console_sessions_of_member
    foreign key (tenant_id, member_id) references console_members (tenant_id, id) on delete cascade not valid;
  create index on console_sessions (tenant_id, member_id);
  alter table audit_log add column actor_email text;
`;

const wall = (table: string, rights: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant ${rights} on ${table} to ${appRole};
`;

/**
 * Asked before a tenant is known. `console_actor_of_hash` answers by the hash of 240 random bits alone, in place of `console_session_of_hash`,
 * which the version before still asks. The other two answer for an address that a provider has vouched for.
 */
const doors = `
  create function console_actor_of_hash(session_hash bytea, idle_ms double precision)
  returns table (id text, expires_at timestamptz, idle_at timestamptz, tenant_id text, mode text, key_id text, scopes text[], api_version text,
    member_id text, email text, role text, identity text)
  language sql security definer set search_path = public, pg_temp as $$
    with live as (
      select s.id, s.key_id, s.member_id, s.idle_at from console_sessions s
      left join api_keys k on k.id = s.key_id left join console_members m on m.id = s.member_id
      where s.hash = session_hash and s.idle_at > now() and s.expires_at > now()
        and ((k.id is not null and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))
          or (m.id is not null and m.removed_at is null))),
    slid as (
      update console_sessions s set idle_at = least(s.expires_at, now() + idle_ms * interval '1 millisecond')
      from live where s.id = live.id and live.idle_at < least(s.expires_at, now() + (idle_ms - 60000) * interval '1 millisecond') returning s.id),
    used as (
      update api_keys k set last_used_at = now() from live where k.id = live.key_id
        and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute') returning k.id),
    seen as (
      update console_members m set last_seen_at = now() from live where m.id = live.member_id
        and (m.last_seen_at is null or m.last_seen_at < now() - interval '1 minute') returning m.id)
    select s.id, s.expires_at, s.idle_at, s.tenant_id, coalesce(k.mode, m.mode), s.key_id, k.scopes, k.api_version,
      s.member_id, m.email, m.role, m.identity
    from live join console_sessions s on s.id = live.id
    left join api_keys k on k.id = live.key_id left join console_members m on m.id = live.member_id;
  $$;
  create function console_memberships(address text, who text)
  returns table (id text, tenant_id text, tenant_name text, mode text, role text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, m.tenant_id, t.name, m.mode, m.role from console_members m join tenants t on t.id = m.tenant_id
    where m.email = address and m.removed_at is null and (m.identity is null or m.identity = who) order by t.name, m.tenant_id, m.mode;
  $$;
  create function console_domains_of(wanted text) returns table (tenant_id text, mode text, role text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select d.tenant_id, d.mode, d.role from console_domains d where d.domain = wanted;
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(wall('console_members', 'select, insert, update'));
  await knex.raw(wall('console_domains', 'select, insert, update, delete'));
  await knex.raw(doors);
  for (const signature of ['console_actor_of_hash(bytea, double precision)', 'console_memberships(text, text)', 'console_domains_of(text)'])
    await knex.raw(grant(signature));
}
