import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/**
 * What a platform remembers of its callers. `idempotency_keys`: which request came with which Idempotency-Key, and its answer, sealed with a
 * key that is not in the database. `audit_log`: who changed what; the app role may add to it and read it, and nothing else.
 * `rate_buckets` is no tenant's: it holds hashes and numbers, is reached by one function alone, and may be lost in a crash.
 */
const tables = `
  create table idempotency_keys (
    tenant_id text not null references tenants, key_hash bytea not null, request_hash bytea not null, claim uuid not null, answer bytea,
    lease_until timestamptz not null, expires_at timestamptz not null, primary key (tenant_id, key_hash));
  create index on idempotency_keys (expires_at);
  alter table api_keys add column scopes text[], add column api_version text;
  create table audit_log (
    id text primary key, tenant_id text not null references tenants, mode text not null, at timestamptz not null default clock_timestamp(),
    actor_kind text not null, actor_id text, action text not null, target text, address text, request_id text);
  create index on audit_log (tenant_id, mode, id);
  create index on audit_log (tenant_id, mode, target, id);
  create unlogged table rate_buckets (
    bucket bytea primary key, tokens double precision not null, at timestamptz not null, full_at timestamptz not null);
  create index on rate_buckets (full_at);
`;

const wall = (table: string, rights: string) => `
  alter table ${table} enable row level security;
  create policy one_tenant on ${table} to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant ${rights} on ${table} to ${appRole};
`;

/**
 * `key_of_hash` takes over from `find_key`, which stays for processes of the version before. `take_tokens` grants as many of the wanted
 * tokens as there are, whole ones, and says what is left. `forget_stale` drops what nobody needs any more, of any tenant.
 */
const doors = `
  create function key_of_hash(key_hash bytea)
  returns table (id text, tenant_id text, kind text, mode text, scopes text[], api_version text)
  language sql security definer set search_path = public, pg_temp as $$
    update api_keys set last_used_at = now() where hash = key_hash and (last_used_at is null or last_used_at < now() - interval '1 minute');
    select id, tenant_id, kind, mode, scopes, api_version from api_keys
    where hash = key_hash and revoked_at is null and (expires_at is null or expires_at > now());
  $$;
  create function take_tokens(the_bucket bytea, burst double precision, per_second double precision, wanted double precision)
  returns table (granted double precision, remaining double precision)
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare held record; time timestamptz; now_left double precision; given double precision;
  begin
    insert into rate_buckets values (the_bucket, burst, clock_timestamp(), clock_timestamp()) on conflict do nothing;
    select b.tokens, b.at into held from rate_buckets b where b.bucket = the_bucket for update;
    time := clock_timestamp();
    now_left := least(burst, coalesce(held.tokens + greatest(0, extract(epoch from time - held.at)) * per_second, burst));
    given := least(wanted, floor(now_left));
    update rate_buckets b set tokens = now_left - given, at = time,
      full_at = time + (burst - now_left + given) / per_second * interval '1 second' where b.bucket = the_bucket;
    return query select given, now_left - given;
  end $$;
  create function forget_stale(at_most int) returns void
  language sql security definer set search_path = public, pg_temp as $$
    delete from idempotency_keys where ctid = any (array(select ctid from idempotency_keys where expires_at <= now() limit at_most));
    delete from rate_buckets where ctid = any (array(select ctid from rate_buckets where full_at <= now() limit at_most));
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(wall('idempotency_keys', 'select, insert, update, delete'));
  await knex.raw(wall('audit_log', 'select, insert'));
  await knex.raw(doors);
  for (const signature of [
    'key_of_hash(bytea)',
    'take_tokens(bytea, double precision, double precision, double precision)',
    'forget_stale(int)',
  ])
    await knex.raw(grant(signature));
}
