import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { addTenant } from '../test/support/interview.js';
import { newId } from './ids.js';
import { createLog } from './log.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('an error of PostgreSQL’s is logged without the row that it quotes, also as one of several', async () => {
  const { knex } = database;
  const tenant_id = await addTenant(knex);
  const insert = (): Promise<unknown> =>
    knex('candidates')
      .insert({ id: newId('candidate'), tenant_id, mode: 'test', name: 'Ada Lovelace', email: 'ada@example.com' })
      .then(
        () => null,
        (error: unknown) => error,
      );
  expect(await insert()).toBeNull();
  const error = await insert();
  expect(error).toMatchObject({ code: '23505', detail: expect.stringContaining('ada@example.com') });
  let lines = '';
  const log = createLog('info', { write: (line) => void (lines += line) });
  log.error({ err: error }, 'one');
  log.error({ err: new AggregateError([error], 'two of them') }, 'several');
  expect(lines.match(/23505/g)).toHaveLength(2);
  expect(lines).not.toMatch(/ada@example|Lovelace/);
});
