import type { Knex } from 'knex';

/**
 * What makes resuming safe and quick: which version of a file its volume holds, so that no process takes a copy that is still on its
 * way for the candidate's doing; and which files the candidate had open where, as the log tells it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table files add column on_volume int not null default 0;
    alter table interviews add column desk jsonb;
  `);
}
