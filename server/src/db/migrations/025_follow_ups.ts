import type { Knex } from 'knex';

/**
 * Questions that build on another's solution (`follows` is its slug), and whether an assessment, and each interview as it was when it was
 * made, asks them. Assessments and interviews from before ask none.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table questions add column follows text generated always as (source->>'follows') stored;
    create index on questions (tenant_id, mode, follows) where follows is not null;
    alter table assessments add column follow_ups boolean not null default false;
    alter table interviews add column follow_ups boolean not null default false;
  `);
}
