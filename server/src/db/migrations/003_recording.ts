import type { Knex } from 'knex';
import { segmentPartitions } from '../partitions.js';
import { appRole } from '../app-role.js';

/**
 * Segments by the month in which their interview was made: an id sorts by its time, so the partition key is the interview's id, every
 * query names one partition, and a month that is archived goes as a whole. `head` is the chain's head after the segment; `folded` ones
 * begin with a keyframe. The app role has no rights on the partitions themselves: the wall around the table is the only way to them.
 */
const segments = `
  alter table event_segments rename to event_segments_start;
  create table event_segments (
    tenant_id text not null, interview_id text collate "C" not null, first_seq bigint not null, last_seq bigint not null,
    from_ms bigint not null, to_ms bigint not null, events int not null, types jsonb not null, payload bytea not null, sha256 bytea not null,
    head bytea, folded boolean not null default false, created_at timestamptz not null default clock_timestamp(),
    primary key (interview_id, first_seq),
    foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade
  ) partition by range (interview_id);
  alter table event_segments alter payload set storage external;
  create index on event_segments (created_at) where not folded;
  alter table event_segments enable row level security;
  create policy one_tenant on event_segments to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update, delete on event_segments to ${appRole};
  create table event_segments_other partition of event_segments default;
`;

const moved = `
  insert into event_segments (tenant_id, interview_id, first_seq, last_seq, from_ms, to_ms, events, types, payload, sha256, created_at)
    select tenant_id, interview_id, first_seq, last_seq, from_ms, to_ms, last_seq - first_seq + 1, types, payload, sha256, created_at
    from event_segments_start;
  drop table event_segments_start;
`;

/** Where folding stands: up to which event, the chain of events up to there, and the head of the chain of segments there. */
const heads = `
  alter table interviews add column page_ms bigint not null default 0, add column server_ms bigint not null default 0,
    add column folds int not null default 0, add column folded_seq bigint not null default 0, add column folded_hash bytea,
    add column folded_head bytea;
`;

/** Logs with so much that is not folded, or not for so long, or that are finished. Asked before a tenant is known. */
const due = `
  create function due_folds(at_most int) returns table (id text, tenant_id text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select s.interview_id, s.tenant_id from event_segments s join interviews i on i.id = s.interview_id
    where not s.folded and i.status <> 'erased'
    group by s.interview_id, s.tenant_id, i.status
    having sum(s.events) >= 500 or min(s.created_at) < now() - interval '60 seconds'
      or (i.status not in ('created', 'started', 'paused') and max(s.created_at) < now() - interval '5 seconds')
    order by min(s.created_at) limit at_most;
  $$;
  revoke all on function due_folds(int) from public;
  grant execute on function due_folds(int) to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(segments);
  for (const { create } of segmentPartitions(new Date(), 3)) await knex.raw(create);
  await knex.raw(moved);
  await knex.raw(heads);
  await knex.raw(due);
}
