import type { Knex } from 'knex';
import { migrate } from '../db/migrate.js';
import { parseEnv } from '../env.js';
import { openStore } from '../main.js';
import { requirePersonalKeys } from '../personal.js';

/** Runs `work` on the database of the environment, brought up to date. With the embedded one, beside a running server or alone. */
export async function withStore<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
  const store = await openStore(parseEnv(process.env));
  try {
    await migrate(store.knex);
    await requirePersonalKeys(store.knex);
    return await work(store.knex);
  } finally {
    await store.close();
  }
}
