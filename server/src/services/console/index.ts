import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { apiVersion, type ConsoleSession, type Mode } from '@interviewlm/protocol';
import {
  deleteConsoleSession,
  findConsoleSession,
  forgetConsoleSessions,
  insertConsoleSession,
  type ConsoleSessionRow,
} from '../../db/console-sessions.js';
import { readTenant } from '../../db/tenants.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { hashSecret } from '../keys/format.js';
import type { KeyActor } from '../scope.js';

/** A secret key's rights, presented by a cookie. */
export interface ConsoleActor extends KeyActor {
  readonly session: string;
}

/** Who is signed in to the console. A session may do what the key may that it was opened with, for as long as that key may. */
export interface ConsoleSessions {
  /** `secret` is what the cookie holds; it is nowhere else. */
  open(key: KeyActor): Promise<{ secret: string; actor: ConsoleActor }>;
  /** Null when it is unknown, was ended, has expired, or when its key is gone. */
  identify(secret: string): Promise<ConsoleActor | null>;
  /** What the page shows of it; null like `identify`. */
  present(secret: string): Promise<ConsoleSession | null>;
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
    async open(key) {
      const secret = randomBytes(30).toString('base64url');
      const id = newId('consoleSession');
      const now = Date.now();
      const row = {
        id,
        key_id: key.key,
        hash: hashSecret(secret),
        idle_at: new Date(now + idle_ms),
        expires_at: new Date(now + longest_ms),
      };
      await withTenant(knex, key.tenant, (tx) => insertConsoleSession(tx, row));
      return { secret, actor: { ...key, session: id } };
    },
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
    end: ({ tenant, session }) => withTenant(knex, tenant, (tx) => deleteConsoleSession(tx, session)),
    sweep: () => forgetConsoleSessions(knex, sweptAtOnce),
  };
}

const actorOf = (row: ConsoleSessionRow): ConsoleActor => ({
  kind: 'secret',
  key: row.key_id,
  tenant: row.tenant_id,
  mode: row.mode,
  scopes: row.scopes,
  version: row.api_version ?? apiVersion,
  session: row.id,
});

const presented = (row: ConsoleSessionRow, name: string): ConsoleSession => ({
  object: 'console_session',
  id: row.id,
  tenant: { id: row.tenant_id, name },
  mode: row.mode satisfies Mode,
  key: row.key_id,
  scopes: row.scopes,
  idle_at: row.idle_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
});
