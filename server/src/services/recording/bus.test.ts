import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openBus, type ListeningClient } from './bus.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** An answer may take so long before its line counts as dead. On a busy machine one does at times, and news may have been missed then too. */
const beat_ms = 1_000;

test('a line that goes dead without a word is found out, replaced, and told as news that may have been missed', async () => {
  const line = await openLine(new URL(database.url));
  const bus = await openBus(() => listener(line.url), ['told'], beat_ms);
  const heard: boolean[] = [];
  bus.subscribe('told', 'itv_1', (missed) => heard.push(missed));
  try {
    const since = (from: number) => async () => {
      await database.knex.raw(`notify told, 'itv_1:more'`);
      return heard.slice(from);
    };
    await expect.poll(since(0)).toContain(false);
    line.goDead();
    const dead = heard.length;
    await expect.poll(() => heard.slice(dead)).toContain(true);
    await expect.poll(since(heard.length)).toContain(false);
  } finally {
    await bus.close();
    await line.close();
  }
});

test('several who hold the same key at the same time hold it once: one letGo is enough', async () => {
  const [bus, other] = await Promise.all([openBus(() => listener(database.url), []), openBus(() => listener(database.url), [])]);
  try {
    const held = await Promise.all([1, 2, 3].map(() => bus.hold('itv_1', () => undefined)));
    expect(held).toEqual([true, true, true]);
    expect(await other.isHeld('itv_1')).toBe(true);
    await bus.letGo('itv_1');
    expect(await other.hold('itv_1', () => undefined)).toBe(true);
  } finally {
    await Promise.all([bus.close(), other.close()]);
  }
});

test('what is let go of while a new line is taking it over is held by nobody', async () => {
  const [first, second, other] = await Promise.all([
    listener(database.url),
    listener(database.url),
    openBus(() => listener(database.url), []),
  ]);
  const taking = hesitating(second);
  const lines: ListeningClient[] = [first, taking.client];
  const bus = await openBus(() => Promise.resolve(lines.shift() ?? first), []);
  try {
    await bus.hold('itv_2', () => undefined);
    await first.end();
    await taking.begun;
    const letGo = bus.letGo('itv_2');
    taking.goOn();
    await letGo;
    await expect.poll(() => other.isHeld('itv_2')).toBe(false);
  } finally {
    await Promise.all([bus.close(), other.close()]);
  }
});

test('a new line that falls silent before it is in use is given up for another', async () => {
  const line = await openLine(new URL(database.url));
  let count = 0;
  const connected = async () => {
    const client = await listener(line.url);
    if (++count === 2) line.goDead();
    return client;
  };
  const bus = await openBus(connected, ['told'], beat_ms);
  const heard: boolean[] = [];
  bus.subscribe('told', 'itv_3', (missed) => heard.push(missed));
  try {
    line.goDead();
    await expect.poll(() => heard).toContain(true);
    expect(count).toBeGreaterThanOrEqual(3);
  } finally {
    await bus.close();
    await line.close();
  }
});

/** The same client, which keeps the answer to a lock to itself until it may go on. */
function hesitating(client: pg.Client) {
  let [begin, goOn] = [() => {}, () => {}];
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const going = new Promise<void>((resolve) => (goOn = resolve));
  const query = async (sql: string, values: unknown[] = []) => {
    const answer = await client.query(sql, values);
    if (!sql.includes('pg_try_advisory_lock')) return answer;
    begin();
    await going;
    return answer;
  };
  const on: ListeningClient['on'] = (event: string, listener: (message: never) => void) =>
    client.on(event as 'end', listener as () => void);
  return { client: { query, on, end: () => client.end() } satisfies ListeningClient, begun, goOn: () => goOn() };
}

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
