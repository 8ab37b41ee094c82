import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
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
    run: async ({ to }) => {
      tries.push(to);
      if (tries.length === 1) throw new Error('Not yet');
    },
  };
  await queue.work(job);
  await expect.poll(() => tries, { timeout: 15_000 }).toEqual(['Ada', 'Ada']);
});

test('work for later is not done now', async () => {
  const done: string[] = [];
  await queue.work<{ at: string }>({ name: 'later', retries: 0, pause_s: 1, run: async ({ at }) => void done.push(at) });
  await queue.send({ name: 'later', retries: 0, pause_s: 1 }, { at: 'tomorrow' }, { after_s: 86_400 });
  await queue.send({ name: 'later', retries: 0, pause_s: 1 }, { at: 'now' });
  await expect.poll(() => done, { timeout: 10_000 }).toEqual(['now']);
});
