import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const tables = `
  create table rubric_judgements (
    id bigint generated always as identity primary key, tenant_id text not null, interview_id text not null, criterion text not null,
    state text not null, model text not null, prompt_version text not null, input_sha256 text, ratings jsonb, reason text, usage jsonb,
    created_at timestamptz not null default now(),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
  create index on rubric_judgements (interview_id, criterion, id);
`;

/**
 * What a model said of a submission by the rubric, every time that it was asked, and what that cost; or why it said nothing. Scores are made
 * from these rows, so that scoring again asks nobody and gives the same. The app role may add and read, and neither change nor delete.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(`
    alter table rubric_judgements enable row level security;
    create policy one_tenant on rubric_judgements to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
    grant select, insert on rubric_judgements to ${appRole};
  `);
}
