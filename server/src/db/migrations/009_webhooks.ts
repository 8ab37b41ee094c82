import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * The outbox: an event and its deliveries are written in the transaction that makes the change they tell of. A delivery that is pending is
 * owed; `next_at` says when somebody must try (again). Secrets are sealed with a key that is not in the database.
 */
const tables = `
  create table webhook_endpoints (
    id text primary key, tenant_id text not null references tenants, mode text not null, url text not null, description text not null,
    events text[], enabled boolean not null default true, disabled_reason text, secret bytea not null, previous_secret bytea,
    previous_until timestamptz, failing_since timestamptz, created_at timestamptz not null default now(), unique (tenant_id, id));
  create index on webhook_endpoints (tenant_id, mode, id);
  create table webhook_events (
    id text primary key, tenant_id text not null references tenants, mode text not null, type text not null, payload text not null,
    created_at timestamptz not null default now(), unique (tenant_id, id));
  create index on webhook_events (created_at);
  create table webhook_deliveries (
    id text primary key, tenant_id text not null, endpoint_id text not null, event_id text not null, state text not null default 'pending',
    attempts int not null default 0, next_at timestamptz default now(), last_at timestamptz, last_status int, last_error text,
    last_duration_ms int, created_at timestamptz not null default now(), unique (endpoint_id, event_id),
    foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade,
    foreign key (tenant_id, event_id) references webhook_events (tenant_id, id) on delete cascade);
  create index on webhook_deliveries (next_at) where state = 'pending';
  create index on webhook_deliveries (endpoint_id, id);
  create index on webhook_deliveries (event_id);
`;

const wall = (table: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update, delete on ${table} to ${appRole};
`;

/**
 * Whoever looks for work finds it before a tenant is known. No endpoint gets more than a few at once, so one that is slow holds nobody up.
 * What is claimed is nobody else's until the lease is over. Events are forgotten after 30 days.
 */
const doors = `
  create function claim_deliveries(at_most int, per_endpoint int, lease interval) returns table (id text, tenant_id text)
  language sql security definer set search_path = public, pg_temp as $$
    update webhook_deliveries d set next_at = now() + lease, attempts = attempts + 1
    where d.id in (
      select w.id from webhook_deliveries w where w.state = 'pending' and w.next_at <= now() and w.id in (
        select o.id from webhook_endpoints e cross join lateral (
          select x.id, x.next_at from webhook_deliveries x
          where x.endpoint_id = e.id and x.state = 'pending' and x.next_at <= now() order by x.next_at limit per_endpoint) o
        where e.enabled and e.id in (select p.endpoint_id from webhook_deliveries p where p.state = 'pending' and p.next_at <= now()))
      order by w.next_at limit at_most for update skip locked)
    returning d.id, d.tenant_id;
  $$;
  create function forget_webhook_events(at_most int) returns void
  language sql security definer set search_path = public, pg_temp as $$
    delete from webhook_events where ctid = any (array(
      select ctid from webhook_events where created_at <= now() - interval '30 days' limit at_most));
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['webhook_endpoints', 'webhook_events', 'webhook_deliveries']) await knex.raw(wall(table));
  await knex.raw(doors);
  for (const signature of ['claim_deliveries(int, int, interval)', 'forget_webhook_events(int)']) await knex.raw(grant(signature));
}
