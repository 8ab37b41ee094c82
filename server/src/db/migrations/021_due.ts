import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/** Counts alone, for whoever watches the servers: nothing in it is of one tenant. */
const counts = `
  create index on interviews (submitted_at) where status = 'submitted';
  create function count_due() returns table (kind text, count bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    select 'webhooks', count(*) from webhook_deliveries where state = 'pending' and next_at <= now()
    union all select 'ats', count(*) from ats_orders where next_at <= now()
    union all select 'mail', count(*) from mails where state = 'pending' and next_at <= now()
    union all select 'archive', count(*) from archives where next_at <= now()
    union all select 'erasure', count(*) from erasures where next_at <= now()
    union all select 'score', count(*) from interviews where status = 'submitted' and submitted_at < now() - interval '2 minutes';
  $$;
  revoke all on function count_due() from public;
  grant execute on function count_due() to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(counts);
}
