import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const tables = `
  alter table questions add column family text, add unique (tenant_id, id);
  alter table assessments add column adaptive jsonb;
  alter table interviews add column adaptive jsonb, add column selecting boolean not null default false;
  create table question_selections (
    tenant_id text not null, interview_id text not null, mode text not null, index int not null, question_id text, record jsonb not null,
    bank jsonb not null, created_at timestamptz not null default now(), primary key (interview_id, index),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade,
    foreign key (tenant_id, question_id) references questions (tenant_id, id));
  create index on question_selections (tenant_id, mode, interview_id) where index = 0;
`;

/**
 * Questions chosen by what was solved so far: the rules with the assessment and, as they were, with each interview; every choice with the
 * bank that it was made from. `selecting` is whether more may still be chosen. The app role may add choices and read them, and neither
 * change nor delete. Questions of one `family` are variants of each other; null is a family of its own.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(`
    alter table question_selections enable row level security;
    create policy one_tenant on question_selections to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
    grant select, insert on question_selections to ${appRole};
  `);
}
