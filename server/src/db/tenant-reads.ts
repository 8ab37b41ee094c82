import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import makeKnex from 'knex/lib/knex-builder/make-knex.js';
import type pg from 'pg';
import { OpeningClient } from './opening.js';
import { StatementNames } from './statement-names.js';
import { WalledQuery, walls, type WalledResult, type WalledStatement } from './walled-query.js';

/** Asks within one tenant's wall. A `TenantTx` is one too: what only reads takes this, what locks or writes takes the transaction. */
export interface TenantReads {
  readonly tenant: string;
  readonly sql: Knex;
}

/** Tenants whose reads a process keeps ready; an object each. */
const mostKept = 10_000;
const kept = new WeakMap<Knex, { readonly names: StatementNames; readonly tenants: Map<string, TenantReads> }>();

/**
 * Reads of one tenant without a transaction: each question goes to the server in one message with its walls, and is answered in one round trip.
 * Nothing can be written, and two questions may see two states, as two statements of a transaction may as well (read committed).
 */
export function tenantReads(knex: Knex, tenant: string): TenantReads {
  const { names, tenants } = kept.get(knex) ?? { names: namesFor(knex), tenants: new Map<string, TenantReads>() };
  kept.set(knex, { names, tenants });
  const known = tenants.get(tenant);
  if (known) return known;
  const reads = { tenant, sql: walled(knex, tenant, names) };
  if (tenants.size >= mostKept) tenants.clear();
  tenants.set(tenant, reads);
  return reads;
}

/** Behind a pooler, the next statement may come to a connection that knows no names. */
const namesFor = ({ client }: Knex) => new StatementNames((client as OpeningClient).config.pooled ? 0 : 100);

/** The same pool, but every query brings its walls. */
function walled(knex: Knex, tenant: string, names: StatementNames): Knex {
  if (!(knex.client instanceof OpeningClient) || knex.isTransaction) throw new Error('This pool was not opened by openDatabase');
  const client = Object.create(knex.client) as OpeningClient;
  // With listeners of its own: knex adds some for each of its instances.
  (EventEmitter as unknown as (this: object) => void).call(client);
  client._query = async (connection, asked) => {
    const ask = () => {
      const name = names.of(asked.sql);
      const statement = { tenant, text: asked.sql, values: asked.bindings ?? [], name, wallsName: name && names.of(walls) };
      return send(connection as pg.Client, statement);
    };
    const again = (error: Error) => (names.outlived(error) ? ask() : Promise.reject(error));
    return Object.assign(asked, { response: await ask().catch(again) });
  };
  client.transaction = () => {
    throw new Error('Reads have no transaction');
  };
  return makeKnex(client);
}

function send(connection: pg.Client, statement: WalledStatement): Promise<WalledResult> {
  return new Promise((resolve, reject) => {
    const query = new WalledQuery(statement, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
    connection.query(query as unknown as pg.Submittable);
  });
}
