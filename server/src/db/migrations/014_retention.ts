import type { Knex } from 'knex';

/**
 * For how many days the volume and the log of an archived interview also stay where they were, by its assessment; null for what the server
 * says. And the texts of an interview's last snapshot, compressed, which the next one is compared with.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table assessments add column retention_days int;
    alter table snapshots add column texts bytea;
    alter table snapshots alter texts set storage external;
  `);
}
