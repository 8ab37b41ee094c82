import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { inject } from 'vitest';
import { openDatabase } from '../../src/db/pool.js';

export interface TestDatabase {
  url: string;
  knex: Knex;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
}

/** A database of the test file's own, migrated and empty. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = inject('postgres');
  await asAdmin(server, `create database ${name} template template`);
  const url = new URL(server);
  url.pathname = name;
  const knex = openDatabase(url.href, { connections: 10 });
  return {
    url: url.href,
    knex,
    close: async () => {
      await knex.destroy();
      await asAdmin(server, `drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = openDatabase(url, { connections: 1 });
  try {
    await admin.raw(statement);
  } finally {
    await admin.destroy();
  }
}
