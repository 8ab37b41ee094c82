import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const tables = `
  create table judgements (
    id text primary key, tenant_id text not null, interview_id text not null, cause text not null, report jsonb not null,
    created_at timestamptz not null default now(),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on judgements (interview_id, id);
  create table report_overrides (
    id text primary key, tenant_id text not null, interview_id text not null, criterion text not null, "from" float8, score float8 not null,
    reason text not null, author text not null, created_at timestamptz not null default now(),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on report_overrides (interview_id, id);
  create table report_appeals (
    id text primary key, tenant_id text not null, interview_id text not null, criterion text not null, reason text not null,
    by text not null, created_at timestamptz not null default now(),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on report_appeals (interview_id, id);
`;

/**
 * Every automated judgement that was ever made, what people put in its place, and what candidates said against it. The app role may add
 * and read, and neither change nor delete: they go only with their interview.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['judgements', 'report_overrides', 'report_appeals'])
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
      grant select, insert on ${table} to ${appRole};
    `);
}
