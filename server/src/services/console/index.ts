import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { apiVersion, roleScopes, type ConsoleChoice, type ConsoleSession, type MemberRole } from '@interviewlm/protocol';
import { bindMember } from '../../db/console-members.js';
import {
  deleteConsoleSession,
  findConsoleSession,
  forgetConsoleSessions,
  insertConsoleSession,
  type ConsoleSessionRow,
} from '../../db/console-sessions.js';
import { readTenant } from '../../db/tenants.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { hashSecret } from '../keys/format.js';
import type { KeyActor } from '../scope.js';
import type { Person } from './port.js';

/** A secret key's rights, or a person's, presented by a cookie. */
export interface ConsoleActor extends KeyActor {
  readonly session: string;
}

/** `secret` is what the cookie holds; it is nowhere else. */
export interface Opened {
  readonly secret: string;
  readonly actor: ConsoleActor;
}

/** Who is signed in to the console. A session may do what the key or the person may that it was opened for, for as long as they may. */
export interface ConsoleSessions {
  open(key: KeyActor): Promise<Opened>;
  /** As one of the members that the person may be; null when they may not any more. It ends at `until` at the latest. */
  openFor(person: Person, choice: ConsoleChoice, until?: Date): Promise<Opened | null>;
  /** Null when it is unknown, was ended, has expired, or when its key or its person is gone. */
  identify(secret: string): Promise<ConsoleActor | null>;
  /** What the page shows of it; null like `identify`. */
  present(secret: string): Promise<ConsoleSession | null>;
  /** Who is signed in, and until when; null like `identify`, and for a key's session. */
  personOf(secret: string): Promise<{ person: Person; until: Date } | null>;
  end(actor: ConsoleActor): Promise<void>;
  /** Forgets what is over. */
  sweep(): Promise<void>;
}

/** A session ends so long after it was last used … */
const idle_ms = 2 * 3_600_000;
/** … and so long after it began, whatever happens. */
export const longest_ms = 12 * 3_600_000;
const sweptAtOnce = 10_000;

const looksLikeSession = (text: string): boolean => /^[\w-]{40}$/.test(text);

export function createConsoleSessions(knex: Knex): ConsoleSessions {
  const find = async (secret: string) => (looksLikeSession(secret) ? findConsoleSession(knex, hashSecret(secret), idle_ms) : null);
  return {
    open: (key) => withTenant(knex, key.tenant, async (tx) => opened(key, await insert(tx, { key_id: key.key, member_id: null }))),
    openFor: (person, { member, tenant, mode, role }, until) =>
      withTenant(knex, tenant.id, async (tx) => {
        if (!(await bindMember(tx, member, person.identity))) return null;
        const made = await insert(tx, { key_id: null, member_id: member }, until);
        const rights = { scopes: roleScopes[role], version: apiVersion, person: person.email } as const;
        return opened({ kind: 'secret', key: member, tenant: tenant.id, mode, ...rights }, made);
      }),
    async identify(secret) {
      const row = await find(secret);
      return row && actorOf(row);
    },
    async present(secret) {
      const row = await find(secret);
      if (!row) return null;
      const tenant = await withTenant(knex, row.tenant_id, readTenant);
      return presented(row, tenant?.name ?? '');
    },
    async personOf(secret) {
      const row = await find(secret);
      if (!row || row.member_id === null) return null;
      return { person: { identity: row.identity, email: row.email }, until: row.expires_at };
    },
    end: ({ tenant, session }) => withTenant(knex, tenant, (tx) => deleteConsoleSession(tx, session)),
    sweep: () => forgetConsoleSessions(knex, sweptAtOnce),
  };
}

async function insert(
  tx: TenantTx,
  whose: { key_id: string; member_id: null } | { key_id: null; member_id: string },
  until = new Date(Date.now() + longest_ms),
): Promise<{ id: string; secret: string }> {
  const secret = randomBytes(30).toString('base64url');
  const id = newId('consoleSession');
  const idle_at = new Date(Math.min(Date.now() + idle_ms, until.getTime()));
  await insertConsoleSession(tx, { ...whose, id, hash: hashSecret(secret), idle_at, expires_at: until });
  return { id, secret };
}

const opened = (actor: KeyActor, { id, secret }: { id: string; secret: string }): Opened => ({ secret, actor: { ...actor, session: id } });

function actorOf(row: ConsoleSessionRow): ConsoleActor {
  const base = { kind: 'secret', tenant: row.tenant_id, mode: row.mode, session: row.id } as const;
  return row.member_id === null
    ? { ...base, key: row.key_id, scopes: row.scopes, version: row.api_version ?? apiVersion }
    : { ...base, key: row.member_id, scopes: roleScopes[row.role], version: apiVersion, person: row.email };
}

const scopesOf = (role: MemberRole): ConsoleSession['scopes'] => {
  const scopes = roleScopes[role];
  return scopes && [...scopes];
};

const presented = (row: ConsoleSessionRow, name: string): ConsoleSession => ({
  object: 'console_session',
  id: row.id,
  tenant: { id: row.tenant_id, name },
  mode: row.mode,
  key: row.key_id,
  person: row.member_id === null ? null : { member: row.member_id, email: row.email, role: row.role },
  scopes: row.member_id === null ? row.scopes : scopesOf(row.role),
  idle_at: row.idle_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
});
