import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const ofInterview = 'foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade';
const tables = `
  alter table assessments add column self_identification boolean not null default false;
  create table self_identifications (
    interview_id text primary key, tenant_id text not null, sex text, ethnicity text, ${ofInterview});
  create table outcomes (
    interview_id text primary key, tenant_id text not null, selected boolean not null, decided_by text not null,
    decided_at timestamptz not null default now(), ${ofInterview});
`;

/** What candidates say of themselves, apart from everything that anyone decides by, and what was decided. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['self_identifications', 'outcomes'])
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
      grant select, insert, update, delete on ${table} to ${appRole};
    `);
}
