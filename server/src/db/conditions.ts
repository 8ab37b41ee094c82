import type { Knex } from 'knex';

/** SQL with one `?` for each value; left out where the first is undefined. */
export type Condition = readonly [sql: string, value: Knex.Value | undefined, ...more: Knex.Value[]];

/** The conditions that were asked for, all of which must hold, and their values in order. */
export function conditionsOf(conditions: readonly Condition[]): { where: string; values: Knex.Value[] } {
  const asked = conditions.flatMap(([sql, value, ...more]) => (value === undefined ? [] : [{ sql, values: [value, ...more] }]));
  return { where: asked.map(({ sql }) => sql).join(' and '), values: asked.flatMap(({ values }) => values) };
}
