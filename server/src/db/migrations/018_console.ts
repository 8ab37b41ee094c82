import type { Knex } from 'knex';
import { appRole } from '../app-role.js';

/** A tenant's people sign in to the console with a key; the cookie they get is stored as its hash. A key that goes takes its sessions along. */
const table = `
  create unique index if not exists api_keys_of_tenant on api_keys (tenant_id, id);
  create table console_sessions (
    id text primary key, tenant_id text not null, key_id text not null, hash bytea not null unique,
    created_at timestamptz not null default now(), idle_at timestamptz not null, expires_at timestamptz not null,
    foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade);
  create index on console_sessions (tenant_id, key_id);
  create index on console_sessions (idle_at);
  alter table console_sessions enable row level security;
  create policy one_tenant on console_sessions to ${appRole} using (tenant_id = current_setting('app.tenant')) with check (tenant_id = current_setting('app.tenant'));
  grant select, insert, delete on console_sessions to ${appRole};
  grant update (origins) on tenants to ${appRole};
`;

/**
 * `console_session_of_hash` is asked before the tenant is known, like `key_of_hash`: it answers by the hash of 240 random bits alone. A
 * session ends with its key. It slides at most once a minute, and never past its end.
 */
const doors = `
  create function console_session_of_hash(session_hash bytea, idle_ms double precision)
  returns table (id text, expires_at timestamptz, idle_at timestamptz, key_id text, tenant_id text, mode text, scopes text[], api_version text)
  language sql security definer set search_path = public, pg_temp as $$
    with live as (
      select s.id, s.key_id, s.idle_at from console_sessions s join api_keys k on k.id = s.key_id
      where s.hash = session_hash and s.idle_at > now() and s.expires_at > now()
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())),
    slid as (
      update console_sessions s set idle_at = least(s.expires_at, now() + idle_ms * interval '1 millisecond')
      from live where s.id = live.id and live.idle_at < least(s.expires_at, now() + (idle_ms - 60000) * interval '1 millisecond') returning s.id),
    used as (
      update api_keys k set last_used_at = now() from live where k.id = live.key_id
        and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute') returning k.id)
    select s.id, s.expires_at, s.idle_at, k.id, k.tenant_id, k.mode, k.scopes, k.api_version
    from live join console_sessions s on s.id = live.id join api_keys k on k.id = live.key_id;
  $$;
  create function forget_console_sessions(at_most int) returns void
  language sql security definer set search_path = public, pg_temp as $$
    delete from console_sessions where ctid = any (array(select ctid from console_sessions where idle_at <= now() limit at_most));
  $$;
`;

const grant = (signature: string) => `
  revoke all on function ${signature} from public;
  grant execute on function ${signature} to ${appRole};
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(table);
  await knex.raw(doors);
  for (const signature of ['console_session_of_hash(bytea, double precision)', 'forget_console_sessions(int)'])
    await knex.raw(grant(signature));
}
