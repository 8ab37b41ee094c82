import type { Knex } from 'knex';
import { walled } from './walled.js';
import { walls } from './walled-query.js';

const kept = new WeakMap<Knex, Knex>();

/**
 * One of the migrations' questions that come before a tenant is known, asked as `appRole` inside nobody's wall: no row is visible but by them.
 * Each is a transaction of its own, which may write.
 */
export async function withoutTenant<Row>(knex: Knex, question: string, values: readonly Knex.Value[]): Promise<Row[]> {
  const sql = kept.get(knex) ?? walled(knex, { tenant: '', walls });
  kept.set(knex, sql);
  return (await sql.raw<{ rows: Row[] }>(question, [...values])).rows;
}
