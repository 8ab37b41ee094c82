import type { Knex } from 'knex';

/** SQL with one `?`, and what stands for it; left out where that is undefined. */
export type Condition = readonly [sql: string, value: Knex.Value | undefined];

/** The conditions that were asked for, all of which must hold, and their values in order. */
export function conditionsOf(conditions: readonly Condition[]): { where: string; values: Knex.Value[] } {
  const asked = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { where: asked.map(({ sql }) => sql).join(' and '), values: asked.map(({ value }) => value) };
}
