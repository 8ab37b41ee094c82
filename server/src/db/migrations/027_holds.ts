import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * Legal holds. They hang on no interview: what was held, and when, is known after it is gone. The app role may place and lift them, and
 * neither change nor delete. `postponed` is an erasure that waits for a hold to be lifted.
 */
const tables = `
  create table holds (
    id text primary key, tenant_id text not null references tenants, mode text not null, interview_id text not null, reason text not null,
    placed_by text not null, placed_at timestamptz not null default now(), lifted_by text, lifted_at timestamptz);
  create index on holds (interview_id, id);
  create unique index one_standing_hold on holds (interview_id) where lifted_at is null;
  alter table holds enable row level security;
  create policy one_tenant on holds to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update (lifted_by, lifted_at) on holds to ${appRole};
  alter table erasures add column postponed boolean not null default false;
`;

/** Whatever the code around it does: the row that all of an interview hangs on does not go while a hold stands on it. */
const wall = `
  create function keep_what_is_held() returns trigger language plpgsql as $$
  begin
    if exists (select from holds h where h.interview_id = old.id and h.lifted_at is null) then
      raise exception 'interview % is under a legal hold', old.id;
    end if;
    return old;
  end $$;
  create trigger keep_what_is_held before delete on interviews for each row execute function keep_what_is_held();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(wall);
}
