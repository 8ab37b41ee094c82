import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

const tables = `
  create table notices (
    tenant_id text not null, interview_id text not null, version text not null, locale text not null, shown_at timestamptz not null,
    accepted_at timestamptz not null, by text not null, primary key (interview_id, version),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade);
`;

/**
 * Which notice a candidate was shown before they began, and when they went on. The app role may add and read, and neither change nor delete:
 * it is what was, and it goes with its interview.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(`
    alter table notices enable row level security;
    create policy one_tenant on notices to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
    grant select, insert on notices to ${appRole};
  `);
}
