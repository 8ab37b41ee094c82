import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * For how long a tenant keeps each class of data, by mode; `next_at` says when somebody must look, `counts` what was erased since it was last
 * noted. `erased` says when a class of an interview's data went; `erasing` that what is outside the database is going.
 */
const tables = `
  create table retention (
    tenant_id text not null references tenants, mode text not null, days jsonb not null, set_by text not null, set_at timestamptz not null,
    next_at timestamptz not null, counts jsonb not null default '{}', primary key (tenant_id, mode));
  create index on retention (next_at);
  alter table retention enable row level security;
  create policy one_tenant on retention to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update on retention to ${appRole};
  alter table interviews add column erased jsonb not null default '{}';
  alter table archives add column erasing boolean not null default false;
  alter table audit_log add column details jsonb;
  create index interviews_over on interviews (tenant_id, mode, (coalesce(submitted_at, expires_at))) where status in ('scored', 'archived', 'expired');
  create index on audit_log (tenant_id, mode, at);
`;

/** Whoever looks for work finds it before a tenant is known. */
const claim = `
  create function claim_retention(at_most int, lease interval) returns table (tenant_id text, mode text)
  language sql security definer set search_path = public, pg_temp as $$
    update retention r set next_at = now() + lease where (r.tenant_id, r.mode) in (
      select w.tenant_id, w.mode from retention w where w.next_at <= now() order by w.next_at limit at_most for update skip locked)
    returning r.tenant_id, r.mode;
  $$;
`;

/**
 * What the app role has no right to delete, it can have deleted in these cases alone: judgements of its own tenant's interview that is over
 * and under no hold, and audit entries that are half a year old and tell of nothing that is held.
 */
const deletions = `
  create function erase_judgements(the_interview text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if exists (select from holds h where h.interview_id = the_interview and h.lifted_at is null) or not exists (
      select from interviews i where i.id = the_interview and i.tenant_id = current_setting('app.tenant')
        and i.status in ('scored', 'archived', 'expired')) then
      raise exception 'the judgements of % are to be kept', the_interview;
    end if;
    delete from judgements where interview_id = the_interview;
    delete from rubric_judgements where interview_id = the_interview;
    delete from report_overrides where interview_id = the_interview;
    delete from report_appeals where interview_id = the_interview;
  end $$;
  create function forget_audit_entries(the_mode text, older_than interval, at_most int) returns bigint
  language sql security definer set search_path = public, pg_temp as $$
    with gone as (
      delete from audit_log where id in (
        select l.id from audit_log l
        where l.tenant_id = current_setting('app.tenant') and l.mode = the_mode and l.at < now() - greatest(older_than, interval '183 days')
          and not exists (select from holds h where h.interview_id = l.target and h.lifted_at is null)
        limit at_most) returning 1)
    select count(*) from gone;
  $$;
`;

/** As in migration 009, but for tenants that say for themselves how long, and for what is held. And what is due, as in 021. */
const replaced = `
  create or replace function forget_webhook_events(at_most int) returns void
  language sql security definer set search_path = public, pg_temp as $$
    delete from webhook_events where ctid = any (array(
      select e.ctid from webhook_events e where e.created_at <= now() - interval '30 days'
        and not exists (select from retention r where r.tenant_id = e.tenant_id and r.mode = e.mode)
        and not exists (select from holds h where h.tenant_id = e.tenant_id and h.lifted_at is null and strpos(e.payload, h.interview_id) > 0)
      limit at_most));
  $$;
  create or replace function count_due() returns table (kind text, count bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    select 'webhooks', count(*) from webhook_deliveries where state = 'pending' and next_at <= now()
    union all select 'ats', count(*) from ats_orders where next_at <= now()
    union all select 'mail', count(*) from mails where state = 'pending' and next_at <= now()
    union all select 'archive', count(*) from archives where next_at <= now()
    union all select 'erasure', count(*) from erasures where next_at <= now()
    union all select 'retention', count(*) from retention where next_at <= now()
    union all select 'score', count(*) from interviews where status = 'submitted' and submitted_at < now() - interval '2 minutes';
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  for (const sql of [tables, claim, deletions, replaced]) await knex.raw(sql);
  for (const signature of ['claim_retention(int, interval)', 'erase_judgements(text)', 'forget_audit_entries(text, interval, int)'])
    await knex.raw(grant(signature));
}
