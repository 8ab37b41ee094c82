import type { Knex } from 'knex';
import { forgetKey, keysInUse } from '../../db/personal/keys-in-use.js';
import { countByKey, resealSome } from '../../db/personal/rotate.js';
import { ringOf } from '../../db/personal/ring-of.js';

export interface Rotation {
  /** Rows that were sealed with the current key now. */
  readonly resealed: number;
  /** Keys that nothing is sealed with any more: they may be taken out of PERSONAL_DATA_KEYS. */
  readonly free: readonly string[];
  /** Rows by table and key; `plain` is none. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Seals everything personal with the current key, `batch` rows of each table at a time; `told` hears how far it is. */
export async function rotate(knex: Knex, batch: number, told: (resealed: number) => void): Promise<Rotation> {
  const { current } = ringOf({ sql: knex });
  let resealed = 0;
  for (let done = -1; current !== null && done !== 0;) {
    done = await resealSome(knex, batch);
    resealed += done;
    told(resealed);
  }
  const rows = await countByKey(knex);
  const used = new Set(Object.values(rows).flatMap((counts) => Object.keys(counts)));
  const free = (await keysInUse(knex)).filter((id) => id !== current && !used.has(id));
  for (const id of free) await forgetKey(knex, id);
  return { resealed, free, rows };
}

export { countByKey } from '../../db/personal/rotate.js';
