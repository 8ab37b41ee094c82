import type { Knex } from 'knex';
import { registerKeys } from './db/personal/keys-in-use.js';
import { EnvError } from './env.js';

/** Throws `EnvError` when personal data of this database is sealed with keys that the environment doesn't have. After `migrate`. */
export async function requirePersonalKeys(knex: Knex): Promise<void> {
  const problems = await registerKeys(knex);
  if (problems.length > 0) throw new EnvError(problems);
}
