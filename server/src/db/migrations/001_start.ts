import type { Knex } from 'knex';
import { appRole } from '../tenant-tx.js';

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
    created_at timestamptz not null default now());
  create index on assessments (tenant_id, mode, id);
  create table candidates (
    id text primary key, tenant_id text not null references tenants, mode text not null, name text not null, email text,
    external_id text, created_at timestamptz not null default now());
  create unique index on candidates (tenant_id, mode, lower(email));
  create table interviews (
    id text primary key, tenant_id text not null references tenants, mode text not null, assessment_id text not null references assessments,
    candidate_id text not null references candidates, status text not null, accommodations jsonb not null, ai_policy jsonb not null,
    metadata jsonb not null, redirect_url text, limit_ms bigint not null, question_ids text[] not null, question_index int not null default 0,
    elapsed_ms bigint not null default 0, running_since timestamptz, score jsonb,
    log_seq bigint not null default 0, log_hash bytea, origin_at timestamptz,
    created_at timestamptz not null default now(), started_at timestamptz, submitted_at timestamptz, expires_at timestamptz not null);
  create index on interviews (tenant_id, mode, id);
  create table interview_links (
    id text primary key, tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade,
    role text not null, hash bytea not null unique, created_at timestamptz not null default now(), expires_at timestamptz not null,
    revoked_at timestamptz, redeemed int not null default 0);
  create index on interview_links (interview_id);
  create table files (
    tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade, path text not null,
    version int not null, content bytea not null, size int not null, sha256 text not null, read_only boolean not null default false,
    deleted boolean not null default false, updated_at timestamptz not null default now(), primary key (interview_id, path));
  create table event_segments (
    tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade,
    first_seq bigint not null, last_seq bigint not null, from_ms bigint not null, to_ms bigint not null, types jsonb not null,
    payload bytea not null, sha256 bytea not null, created_at timestamptz not null default now(), primary key (interview_id, first_seq));
  alter table event_segments alter payload set storage external;
  create table event_writers (
    tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade, client_id uuid not null,
    acked_seq bigint not null, primary key (interview_id, client_id));
  create table markers (
    tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade, seq bigint not null,
    t_ms bigint not null, kind text not null, label text not null, primary key (interview_id, seq));
  create table chat_messages (
    id text primary key, tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade,
    role text not null, text text not null, content jsonb not null, status text not null, model text, usage jsonb, prompt_quality jsonb,
    created_at timestamptz not null default now());
  create index on chat_messages (interview_id, id);
  create table test_runs (
    id text primary key, tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade,
    question_id text not null, kind text not null, result jsonb not null, created_at timestamptz not null default now());
  create index on test_runs (interview_id, id);
  create table answers (
    tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade, question_id text not null,
    index int not null, files jsonb not null, created_at timestamptz not null default now(), primary key (interview_id, question_id));
  create table snapshots (
    id text primary key, tenant_id text not null references tenants, interview_id text not null references interviews on delete cascade,
    tree_sha256 text not null, files jsonb not null, reason text not null, created_at timestamptz not null default now());
  create index on snapshots (interview_id, id);
  create table reports (
    interview_id text primary key references interviews on delete cascade, tenant_id text not null references tenants,
    report jsonb not null, generated_at timestamptz not null default now());
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
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table if exists ${[...walled].reverse().join(', ')}, tenants cascade`);
}
