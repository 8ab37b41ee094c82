import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const tables = `
  alter table questions add column made jsonb;
  create table question_calibrations (
    id bigint generated always as identity primary key, tenant_id text not null, question_id text not null, difficulty float8 not null,
    error float8 not null, answers int not null, created_at timestamptz not null default now(),
    foreign key (tenant_id, question_id) references questions (tenant_id, id) on delete cascade);
  create index on question_calibrations (question_id, id);
`;

/**
 * How a question that nobody wrote was made (null for all others), and how hard questions turned out to be: the last row of each counts, the
 * earlier ones stay.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(`
    alter table question_calibrations enable row level security;
    create policy one_tenant on question_calibrations to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
    grant select, insert on question_calibrations to ${appRole};
  `);
}
