import type { Knex } from 'knex';
import type { KeyRing } from './key-ring.js';
import { ringOf } from './ring-of.js';

/** By the owner of the tables: the keys that rows may be sealed with are no tenant's. */
interface KeyInUse {
  id: string;
  proof: Buffer;
}

/**
 * Notes that rows are sealed with the current key from now on. Gives one line for each key that rows may be sealed with and that isn't
 * there, or is another one under the same name: what can't be read must be known before somebody asks for it. Then nothing is noted.
 */
export async function registerKeys(knex: Knex): Promise<string[]> {
  const ring = ringOf({ sql: knex });
  const used = await knex('personal_keys').select<KeyInUse[]>('id', 'proof');
  const problems = used.flatMap((key) => problemOf(ring, key));
  const { current } = ring;
  if (problems.length === 0 && current !== null && !used.some(({ id }) => id === current))
    await knex('personal_keys')
      .insert({ id: current, proof: ring.proofOf(current) })
      .onConflict()
      .ignore();
  return problems.map((problem) => `PERSONAL_DATA_KEYS ${problem}`);
}

function problemOf(ring: KeyRing, { id, proof }: KeyInUse): string[] {
  if (!ring.has(id)) return [`lacks the key ${id}, which personal data is sealed with: without it names and addresses can't be read`];
  return ring.proofOf(id).equals(proof) ? [] : [`has another key under the name ${id} than the one that personal data is sealed with`];
}

export const keysInUse = (knex: Knex): Promise<string[]> => knex('personal_keys').orderBy('first_used_at').pluck<string[]>('id');

/** Nothing is sealed with it any more: it may go. */
export async function forgetKey(knex: Knex, id: string): Promise<void> {
  await knex('personal_keys').where({ id }).delete();
}
