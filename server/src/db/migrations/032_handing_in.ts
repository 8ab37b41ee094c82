import type { Knex } from 'knex';

/** Until when a submission that has begun keeps shells and answers from beginning. It runs out by itself, should its process die. */
const change = `
  alter table interviews add column handing_in_until timestamptz;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(change);
}
