import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/** Comments of reviewers, in threads of one level. A root that is removed stays as an empty row while answers hang on it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table comments (
      id text primary key, tenant_id text not null, interview_id text not null, reply_to text, t_ms bigint not null,
      author text not null, text text not null, removed boolean not null default false, created_at timestamptz not null default now(),
      unique (tenant_id, interview_id, id),
      foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade,
      foreign key (tenant_id, interview_id, reply_to) references comments (tenant_id, interview_id, id) on delete cascade);
    create index on comments (interview_id, id);
    create index on comments (reply_to);
    alter table comments enable row level security;
    create policy one_tenant on comments to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
    grant select, insert, update, delete on comments to ${appRole};
  `);
}
