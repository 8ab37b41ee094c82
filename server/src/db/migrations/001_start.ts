import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/** Row-level security does not see foreign keys, so each names the tenant too: no row can hang on another tenant's. */
const ofInterview = 'foreign key (tenant_id, interview_id) references interviews (tenant_id, id) on delete cascade';

/** Tables that hold one tenant's rows: each has `tenant_id` and the same wall around it. */
const tenantTables = `
  create table api_keys (
    id text primary key, tenant_id text not null references tenants, kind text not null, mode text not null, name text not null,
    prefix text not null, hash bytea not null unique, created_at timestamptz not null default now(),
    last_used_at timestamptz, expires_at timestamptz, revoked_at timestamptz);
  create table questions (
    id text primary key, tenant_id text not null references tenants, mode text not null, slug text not null, title text not null,
    runtime text not null, difficulty int not null, concepts text[] not null, source jsonb not null,
    expected jsonb not null, created_at timestamptz not null default now());
  create index on questions (tenant_id, mode, slug);
  create table assessments (
    id text primary key, tenant_id text not null references tenants, mode text not null, title text not null, description text not null,
    access text not null, duration_ms bigint not null, ai_policy jsonb not null, question_ids text[] not null,
    created_at timestamptz not null default now(), unique (tenant_id, id));
  create index on assessments (tenant_id, mode, id);
  create table candidates (
    id text primary key, tenant_id text not null references tenants, mode text not null, name text not null, email text,
    external_id text, self_started boolean not null default false, created_at timestamptz not null default now(), unique (tenant_id, id));
  create unique index on candidates (tenant_id, mode, lower(email)) where not self_started;
  create index on candidates (tenant_id, mode, external_id);
  create table interviews (
    id text primary key, tenant_id text not null references tenants, mode text not null, assessment_id text not null,
    candidate_id text not null, status text not null, accommodations jsonb not null, ai_policy jsonb not null,
    metadata jsonb not null, redirect_url text, limit_ms bigint not null, question_ids text[] not null, question_index int not null default 0,
    elapsed_ms bigint not null default 0, running_since timestamptz, score jsonb,
    log_seq bigint not null default 0, log_hash bytea, origin_at timestamptz,
    created_at timestamptz not null default now(), started_at timestamptz, submitted_at timestamptz, expires_at timestamptz not null,
    foreign key (tenant_id, assessment_id) references assessments (tenant_id, id),
    foreign key (tenant_id, candidate_id) references candidates (tenant_id, id), unique (tenant_id, id));
  create index on interviews (tenant_id, mode, id);
  create index on interviews (candidate_id);
  create index on interviews (expires_at) where status in ('created', 'started', 'paused');
  create table interview_links (
    id text primary key, tenant_id text not null, interview_id text not null,
    role text not null, hash bytea not null unique, created_at timestamptz not null default now(), expires_at timestamptz not null,
    revoked_at timestamptz, redeemed int not null default 0, ${ofInterview});
  create index on interview_links (interview_id);
  create table files (
    tenant_id text not null, interview_id text not null, path text not null,
    version int not null, content bytea not null, size int not null, sha256 text not null, read_only boolean not null default false,
    deleted boolean not null default false, updated_at timestamptz not null default now(), primary key (interview_id, path), ${ofInterview});
  create table event_segments (
    tenant_id text not null, interview_id text not null,
    first_seq bigint not null, last_seq bigint not null, from_ms bigint not null, to_ms bigint not null, types jsonb not null,
    payload bytea not null, sha256 bytea not null, created_at timestamptz not null default now(), primary key (interview_id, first_seq), ${ofInterview});
  alter table event_segments alter payload set storage external;
  create table event_writers (
    tenant_id text not null, interview_id text not null, client_id uuid not null,
    acked_seq bigint not null, primary key (interview_id, client_id), ${ofInterview});
  create table markers (
    tenant_id text not null, interview_id text not null, seq bigint not null,
    t_ms bigint not null, kind text not null, label text not null, primary key (interview_id, seq), ${ofInterview});
  create table chat_messages (
    id text primary key, tenant_id text not null, interview_id text not null,
    role text not null, text text not null, content jsonb not null, status text not null, model text, usage jsonb, prompt_quality jsonb,
    created_at timestamptz not null default now(), ${ofInterview});
  create index on chat_messages (interview_id, id);
  create table test_runs (
    id text primary key, tenant_id text not null, interview_id text not null,
    question_id text not null, kind text not null, result jsonb not null, created_at timestamptz not null default now(), ${ofInterview});
  create index on test_runs (interview_id, id);
  create table answers (
    tenant_id text not null, interview_id text not null, question_id text not null,
    index int not null, files jsonb not null, created_at timestamptz not null default now(), primary key (interview_id, question_id), ${ofInterview});
  create table snapshots (
    id text primary key, tenant_id text not null, interview_id text not null,
    tree_sha256 text not null, files jsonb not null, reason text not null, created_at timestamptz not null default now(), ${ofInterview});
  create index on snapshots (interview_id, id);
  create table reports (
    interview_id text primary key, tenant_id text not null,
    report jsonb not null, generated_at timestamptz not null default now(), ${ofInterview});
  create table usage_records (
    id bigint generated always as identity primary key, tenant_id text not null references tenants, interview_id text,
    kind text not null, quantity bigint not null, cost_micros bigint not null, created_at timestamptz not null default now());
  create index on usage_records (tenant_id, created_at);
`;

const walled = [
  'api_keys',
  'questions',
  'assessments',
  'candidates',
  'interviews',
  'interview_links',
  'files',
  'event_segments',
  'event_writers',
  'markers',
  'chat_messages',
  'test_runs',
  'answers',
  'snapshots',
  'reports',
  'usage_records',
];

const wall = (table: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, update, delete on ${table} to ${appRole};
`;

/**
 * The three questions that are asked before a tenant is known. They run as the owner of the tables, so they see every
 * tenant: each takes a hash or a limit, and answers with no more than what is needed to go on inside one tenant's wall.
 */
const doors = `
  create function find_key(key_hash bytea) returns table (id text, tenant_id text, kind text, mode text)
  language sql security definer set search_path = public, pg_temp as $$
    update api_keys set last_used_at = now() where hash = key_hash and (last_used_at is null or last_used_at < now() - interval '1 minute');
    select id, tenant_id, kind, mode from api_keys where hash = key_hash and revoked_at is null and (expires_at is null or expires_at > now());
  $$;
  create function find_link(interview text, code_hash bytea) returns table (id text, tenant_id text, mode text, role text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select l.id, l.tenant_id, i.mode, l.role from interview_links l join interviews i on i.id = l.interview_id
    where l.interview_id = interview and l.hash = code_hash and l.revoked_at is null and l.expires_at > now() and i.status <> 'erased';
  $$;
  create function due_interviews(at_most int) returns table (id text, tenant_id text, mode text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select id, tenant_id, mode from interviews
    where status in ('created', 'started', 'paused')
      and ((status <> 'started' and expires_at <= now()) or running_since + (limit_ms - elapsed_ms) * interval '1 millisecond' <= now())
    order by id limit at_most;
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${appRole}') then create role ${appRole} nologin nobypassrls; end if;
    end $$;
    grant ${appRole} to current_user;
    create table tenants (id text primary key, name text not null, origins text[] not null default '{}', created_at timestamptz not null default now());
    alter table tenants enable row level security;
    create policy itself on tenants to ${appRole} using (id = current_setting('app.tenant'));
    grant select on tenants to ${appRole};
  `);
  await knex.raw(tenantTables);
  for (const table of walled) await knex.raw(wall(table));
  await knex.raw(doors);
  for (const signature of ['find_key(bytea)', 'find_link(text, bytea)', 'due_interviews(int)']) await knex.raw(grant(signature));
}
