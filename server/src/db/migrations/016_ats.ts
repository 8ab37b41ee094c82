import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * An order is owed to its ATS while `version` is ahead of `told`; `next_at` says when somebody must try (again), and is null when nobody
 * must. `attempt` counts the orders that one reference has had: most protocols have a reference of its own for each.
 */
const tables = `
  create table ats_integrations (
    id text primary key, tenant_id text not null references tenants, mode text not null, kind text not null, name text not null,
    base_url text, account text, secrets bytea not null, has_credential boolean not null, key_hash bytea not null unique,
    key_prefix text not null, previous_hash bytea unique, previous_until timestamptz, enabled boolean not null default true,
    last_used_at timestamptz, created_at timestamptz not null default now(), unique (tenant_id, id));
  create index on ats_integrations (tenant_id, mode, id);
  create table ats_orders (
    id text primary key, tenant_id text not null, integration_id text not null, interview_id text not null unique, reference text not null,
    attempt int not null, person text, details jsonb not null, links bytea not null, cancelled_at timestamptz,
    version int not null default 1, told int not null default 0, changed_at timestamptz not null default now(), attempts int not null default 0,
    next_at timestamptz default now(), last_at timestamptz, last_status int, last_error text,
    created_at timestamptz not null default now(), unique (integration_id, reference, attempt),
    foreign key (tenant_id, integration_id) references ats_integrations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on ats_orders (next_at) where next_at is not null;
  create index on ats_orders (integration_id, id);
`;

const wall = (table: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update, delete on ${table} to ${appRole};
`;

/**
 * Who calls is known by a key, or by the id that the URL or the client id names, before a tenant is known. What is claimed is nobody
 * else's until the lease is over, and no integration gets more than a few at once.
 */
const doors = `
  create function ats_integration_of(key bytea, named text) returns table (id text, tenant_id text, mode text, kind text)
  language sql security definer set search_path = public, pg_temp as $$
    select i.id, i.tenant_id, i.mode, i.kind from ats_integrations i
    where i.enabled and (named is null or i.id = named)
      and (key is null or i.key_hash = key or (i.previous_hash = key and i.previous_until > now()))
      and (key is not null or named is not null);
  $$;
  create function claim_ats_orders(at_most int, per_integration int, lease interval) returns table (id text, tenant_id text)
  language sql security definer set search_path = public, pg_temp as $$
    update ats_orders d set next_at = now() + lease, attempts = attempts + 1
    where d.id in (
      select w.id from ats_orders w where w.next_at <= now() and w.id in (
        select o.id from ats_integrations e cross join lateral (
          select x.id from ats_orders x where x.integration_id = e.id and x.next_at <= now() order by x.next_at limit per_integration) o
        where e.enabled and e.id in (select p.integration_id from ats_orders p where p.next_at <= now()))
      order by w.next_at limit at_most for update skip locked)
    returning d.id, d.tenant_id;
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['ats_integrations', 'ats_orders']) await knex.raw(wall(table));
  await knex.raw(doors);
  for (const signature of ['ats_integration_of(bytea, text)', 'claim_ats_orders(int, int, interval)']) await knex.raw(grant(signature));
}
