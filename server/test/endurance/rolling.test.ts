import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFleet, type Fleet } from './support/fleet.js';

/** Longer than nginx keeps an idle connection, as deploy/nginx/interviewlm.conf says. */
const drain_s = 5;
const callers = 8;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await openFleet({ servers: 2, workers: 1 }, { DRAIN_SECONDS: String(drain_s) });
});
afterAll(() => fleet.close());

/** The first answer other than that it is ready: until it has heard of its end it is, which takes a moment on a busy machine. */
async function untilUnready({ url }: Fleet['servers'][number]): Promise<number> {
  for (;;) {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) return status;
    await sleep(50);
  }
}

test('while one server after the other is replaced, no request is dropped, whatever its method', async () => {
  const stop = new AbortController();
  const statuses = new Map<string, number>();
  const broken: string[] = [];
  const note = (what: string, status: number) => statuses.set(`${what} ${status}`, (statuses.get(`${what} ${status}`) ?? 0) + 1);
  const call = async (n: number) => {
    for (let turn = 0; !stop.signal.aborted; turn++) {
      const body = { assessment: fleet.assessment, candidate: { name: `Caller ${n}`, email: `c${n}-${turn}@example.com` } };
      // No key, no second try: what a dropped POST costs is what is counted.
      const answer = await fleet.company.post('/api/interview', body).catch((error: unknown) => String(error));
      if (typeof answer === 'string') broken.push(answer);
      else note('POST', answer.status);
      if (typeof answer !== 'string' && answer.status === 201)
        note('GET', (await fleet.company.get(`/api/interview/${answer.body.id}`)).status);
      await sleep(50);
    }
  };
  const calling = Promise.all(Array.from({ length: callers }, (_, n) => call(n)));
  const unready: number[] = [];
  for (const server of fleet.servers) {
    await sleep(1_000);
    const replaced = server.kill('SIGTERM');
    unready.push(await untilUnready(server));
    await replaced;
    await server.ready();
  }
  await sleep(1_000);
  stop.abort();
  await calling;
  console.log(`Two servers replaced under ${callers} callers: ${[...statuses].map(([what, count]) => `${what}: ${count}`).join(', ')}`);
  expect(unready).toEqual([503, 503]);
  expect(broken).toEqual([]);
  expect([...statuses.keys()].toSorted()).toEqual(['GET 200', 'POST 201']);
}, 180_000);
