import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * Who follows a log says until when, and only then is a batch told of. NOTIFY takes one lock of the whole database until its transaction is
 * on the disk, so all batches of all interviews would be written one after the other; and nobody looks at most interviews while they run.
 * `record_batch` is the one of migration 007 with that question before its last step.
 */
const followed = `
  alter table interviews add column followed_until timestamptz;
`;

const recordBatch = `
  create or replace function record_batch(
    the_tenant text, the_interview text, the_mode text, the_client uuid, the_first bigint, with_signals boolean,
    the_start bigint, the_from bigint, the_to bigint, the_end bigint, slack_ms int,
    the_events int, the_types jsonb, the_payload bytea, the_sha256 bytea, the_channel text)
  returns bigint language plpgsql as $$
  declare
    log record;
    acked bigint;
    next_hash bytea;
  begin
    perform set_config('role', '${appRole}', true), set_config('app.tenant', the_tenant, true);
    select i.log_seq, i.log_hash, i.page_ms, i.status, i.followed_until, jsonb_array_length(i.accommodations->'suppress_signals') as suppressed,
        floor(i.elapsed_ms + coalesce(extract(epoch from clock_timestamp() - i.running_since) * 1000, 0))::bigint as now_ms into log
      from interviews i where i.id = the_interview and i.mode = the_mode for update;
    if not found or log.status not in ('started', 'paused') or (with_signals and log.suppressed > 0) then return null; end if;
    if the_start < log.page_ms or the_to > log.now_ms + slack_ms then return null; end if;
    select w.acked_seq into acked from event_writers w where w.interview_id = the_interview and w.client_id = the_client;
    if coalesce(acked, 0) <> the_first - 1 then return null; end if;
    next_hash := sha256(coalesce(log.log_hash, ''::bytea) || the_sha256);
    insert into event_segments (tenant_id, interview_id, first_seq, last_seq, from_ms, to_ms, events, types, payload, sha256, head)
      values (the_tenant, the_interview, log.log_seq + 1, log.log_seq + the_events, the_from, the_to, the_events, the_types, the_payload,
        the_sha256, next_hash);
    update interviews i set log_seq = log.log_seq + the_events, log_hash = next_hash, page_ms = the_end where i.id = the_interview;
    if acked is null then
      insert into event_writers (tenant_id, interview_id, client_id, acked_seq)
        values (the_tenant, the_interview, the_client, the_first + the_events - 1);
    else
      update event_writers w set acked_seq = the_first + the_events - 1 where w.interview_id = the_interview and w.client_id = the_client;
    end if;
    if log.followed_until > now() then perform pg_notify(the_channel, the_interview || ':' || (log.log_seq + the_events)::text); end if;
    return log.log_seq + the_events;
  end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(followed);
  await knex.raw(recordBatch);
}
