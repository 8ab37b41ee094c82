import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openBus } from './bus.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a line that goes dead without a word is found out, replaced, and told as news that may have been missed', async () => {
  const line = await openLine(new URL(database.url));
  const bus = await openBus(() => listener(line.url), ['told'], 200);
  const heard: boolean[] = [];
  bus.subscribe('told', 'itv_1', (missed) => heard.push(missed));
  try {
    await database.knex.raw(`notify told, 'itv_1'`);
    await expect.poll(() => heard).toEqual([false]);
    line.goDead();
    await expect.poll(() => heard, { timeout: 5000 }).toEqual([false, true]);
    await database.knex.raw(`notify told, 'itv_1:more'`);
    await expect.poll(() => heard).toEqual([false, true, false]);
  } finally {
    await bus.close();
    await line.close();
  }
});

async function listener(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** A way to the database that can fall silent, as when a cable is pulled: what was open stays open and carries nothing any more. */
async function openLine(target: URL) {
  const all = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      all.add(end);
      end.on('error', () => other.destroy()).pipe(other);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    goDead() {
      for (const end of all) end.unpipe().pause();
    },
    async close() {
      for (const end of all) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
