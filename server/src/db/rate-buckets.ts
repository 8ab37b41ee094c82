import type { Knex } from 'knex';

/**
 * Takes up to `wanted` tokens out of a bucket that every process shares, and tells how many there were and what is left. Holds nothing of any
 * tenant, so it needs no wall; the bucket's name is a hash.
 */
export async function takeTokens(
  knex: Knex,
  bucket: Buffer,
  rate: { readonly burst: number; readonly perSecond: number },
  wanted: number,
): Promise<{ granted: number; remaining: number }> {
  const { rows } = await knex.raw<{ rows: { granted: number; remaining: number }[] }>('select * from take_tokens(?, ?, ?, ?)', [
    bucket,
    rate.burst,
    rate.perSecond,
    wanted,
  ]);
  const [row] = rows;
  if (!row) throw new Error('A bucket answered nothing');
  return row;
}
