import type { Knex } from 'knex';

/** The language in which an order's candidate is invited. Whoever connected an ATS before invites by themself: there it stays null. */
const change = `
  alter table ats_integrations add column invitation_locale text;
  alter table ats_integrations alter column invitation_locale set default 'en';
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(change);
}
