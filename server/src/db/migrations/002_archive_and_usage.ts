import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const ofInterview = 'foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade';

/**
 * `usage_days` takes over from one row for each use: a day of an interview is one row for each kind, whatever happens on it. It names its
 * interview without a foreign key, so that what was used is still known, and charged for, when the interview is gone.
 * `archives` has one row for each interview that has ended: what is stored of it, and when somebody must look at it again.
 */
const tables = `
  create table usage_days (
    tenant_id text not null references tenants, interview_id text not null, mode text not null, day date not null, kind text not null,
    quantity bigint not null, cost_micros bigint not null, primary key (tenant_id, interview_id, day, kind));
  create index on usage_days (tenant_id, mode, day);
  insert into usage_days
    select u.tenant_id, u.interview_id, i.mode, (u.created_at at time zone 'utc')::date,
      case u.kind when 'run_ms' then 'sandbox_ms' else u.kind end, sum(u.quantity), sum(u.cost_micros)
    from usage_records u join interviews i on i.id = u.interview_id group by 1, 2, 3, 4, 5;
  drop table usage_records;
  create table sandbox_meters (
    tenant_id text not null, interview_id text primary key, counted_until timestamptz not null, ${ofInterview});
  alter table interviews add column archived_at timestamptz;
  create table archives (
    tenant_id text not null, interview_id text primary key, mode text not null, state text not null, next_at timestamptz,
    attempts int not null default 0, error text, workspace jsonb, recording jsonb,
    volume_bytes bigint not null default 0, volume_counted_until timestamptz, volume_deleted_at timestamptz,
    created_at timestamptz not null default now(), ${ofInterview});
  create index on archives (next_at) where next_at is not null;
`;

const wall = (table: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update, delete on ${table} to ${appRole};
`;

/**
 * Whoever looks for work finds it before a tenant is known. What is claimed is nobody else's until the lease is over: a process that dies
 * in the middle is taken over from then on.
 */
const door = `
  create function claim_archives(at_most int, lease interval) returns table (id text, tenant_id text, mode text)
  language sql security definer set search_path = public, pg_temp as $$
    update archives a set next_at = now() + lease, attempts = attempts + 1
    where a.interview_id in (
      select interview_id from archives where next_at <= now() order by next_at limit at_most for update skip locked)
    returning a.interview_id, a.tenant_id, a.mode;
  $$;
  revoke all on function claim_archives(int, interval) from public;
  grant execute on function claim_archives(int, interval) to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['usage_days', 'sandbox_meters', 'archives']) await knex.raw(wall(table));
  await knex.raw(door);
}
