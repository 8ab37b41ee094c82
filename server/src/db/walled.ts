import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import makeKnex from 'knex/lib/knex-builder/make-knex.js';
import type pg from 'pg';
import { OpeningClient } from './opening.js';
import { WalledQuery, type WalledResult, type WalledStatement } from './walled-query.js';

/**
 * The same pool, but every statement brings its walls and is a transaction of its own, in one message. A statement that was refused because
 * its plan has outlived a migration did nothing, and is sent again.
 */
export function walled(knex: Knex, { tenant, walls }: Pick<WalledStatement, 'tenant' | 'walls'>): Knex {
  if (!(knex.client instanceof OpeningClient) || knex.isTransaction) throw new Error('This pool was not opened by openDatabase');
  const names = knex.client.config.names?.walled;
  const client = Object.create(knex.client) as OpeningClient;
  // With listeners of its own: knex adds some for each of its instances.
  (EventEmitter as unknown as (this: object) => void).call(client);
  client._query = async (connection, asked) => {
    const ask = () => {
      const name = names?.of(asked.sql);
      const statement = { tenant, walls, wallsName: name && names?.of(walls), text: asked.sql, values: asked.bindings ?? [], name };
      return send(connection as pg.Client, statement);
    };
    const again = (error: Error) => (names?.outlived(error) ? ask() : Promise.reject(error));
    return Object.assign(asked, { response: await client.observed(asked, () => ask().catch(again)) });
  };
  client.transaction = () => {
    throw new Error('One message has no transaction');
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
