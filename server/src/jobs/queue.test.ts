import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { ownPort } from '../../test/support/port.js';
import { createQueue, type Job, type Queue } from './queue.js';

let database: TestDatabase;
let queue: Queue;
const errors: unknown[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  queue = createQueue(database.url, (error) => errors.push(error));
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

const policy = { name: 'greet', retries: 2, pause_s: 1 };

test('work that was sent before anyone works on it is done, again after a failure, by another process', async () => {
  const sender = createQueue(database.url, (error) => errors.push(error));
  await sender.send(policy, { to: 'Ada' });
  await sender.stop();
  const tries: string[] = [];
  const job: Job<{ to: string }> = {
    ...policy,
    at_once: 1,
    run: async ({ to }) => {
      tries.push(to);
      if (tries.length === 1) throw new Error('Not yet');
    },
  };
  await queue.work(job);
  await expect.poll(() => tries).toEqual(['Ada', 'Ada']);
  expect(errors).toContainEqual(new Error('Not yet'));
});

test('a database that was away when the first asked is found by the next, and does not keep anybody from stopping', async () => {
  const target = new URL(database.url);
  const port = await ownPort();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  const sender = createQueue(url.href, () => undefined);
  await expect(sender.send(policy, { to: 'nobody' })).rejects.toThrow(/ECONNREFUSED/);
  await sender.stop();
  const back = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
  await once(back.listen(port, '127.0.0.1'), 'listening');
  await sender.send({ name: 'later-still', retries: 0, pause_s: 1 }, { to: 'Grace' }, { after_s: 86_400 });
  await sender.stop();
  back.close();
});

test('work for later is not done now', async () => {
  const done: string[] = [];
  await queue.work<{ at: string }>({ name: 'later', retries: 0, pause_s: 1, at_once: 1, run: async ({ at }) => void done.push(at) });
  await queue.send({ name: 'later', retries: 0, pause_s: 1 }, { at: 'tomorrow' }, { after_s: 86_400 });
  await queue.send({ name: 'later', retries: 0, pause_s: 1 }, { at: 'now' });
  await expect.poll(() => done).toEqual(['now']);
});

test('what piled up is done several at once, and of it only what failed is done again', async () => {
  const pile = { name: 'pile', retries: 1, pause_s: 1 };
  for (let number = 0; number < 6; number++) await queue.send(pile, { number });
  const tries: number[] = [];
  let [busy, most] = [0, 0];
  const job: Job<{ number: number }> = {
    ...pile,
    at_once: 3,
    async run({ number }) {
      tries.push(number);
      most = Math.max(most, ++busy);
      await sleep(50);
      busy--;
      if (number === 1 && tries.filter((each) => each === 1).length === 1) throw new Error('Not yet');
    },
  };
  await queue.work(job);
  await expect.poll(() => [...tries].sort()).toEqual([0, 1, 1, 2, 3, 4, 5]);
  expect(most).toBe(3);
});
