import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '@interviewlm/recording/testing';
import { openStack, type Stack } from './support/stack.js';
import { Writer } from './support/writer.js';

const interviews = 200;
/** On a busy machine a start may take half a minute: `KILLS=10` is a short run. */
const kills = Number(process.env['KILLS'] ?? 50);
/** Longest between two kills; the shortest leaves no time to recover from the one before. */
const span_ms = 2500;
const patience_ms = 60_000;

let stack: Stack;
beforeAll(async () => {
  stack = await openStack();
});
afterAll(() => stack.close());

test(`server or database killed at ${kills} random points, ${interviews} interviews recording: nothing lost, nothing twice`, async () => {
  const seed = Date.now() % 2 ** 31;
  const random = seeded(seed);
  const writers = await Promise.all(Array.from({ length: interviews }, async (_, index) => new Writer(await stack.invite(), seed + index)));
  const stop = new AbortController();
  const writing = Promise.all(writers.map((writer) => writer.write(stack.url, stop.signal)));
  const acked = () => writers.reduce((sum, each) => sum + each.acked, 0);
  await expect.poll(acked, { timeout: patience_ms }).toBeGreaterThan(0);
  const killed = { server: 0, database: 0 };
  const began = performance.now();
  for (let round = 0; round < kills; round++) {
    await new Promise((resolve) => setTimeout(resolve, random() * span_ms));
    const which = random() < 0.5 ? 'server' : 'database';
    await stack.kill(which);
    killed[which]++;
    const before = acked();
    // Every second kill may come before anything was acknowledged after the one before.
    if (round % 2 === 0)
      await expect.poll(acked, { timeout: patience_ms, message: `after kill ${round + 1}, seed ${seed}` }).toBeGreaterThan(before);
    if (round % 5 === 4)
      console.log(`${round + 1} kills in ${Math.round((performance.now() - began) / 1000)} s: ${acked()} events acknowledged`);
  }
  stop.abort();
  await writing;
  await stack.kill('server');
  let unacked = 0;
  for (const writer of writers) {
    const log = await stack.logOf(writer.at);
    expect(log.seqs, `seed ${seed}`).toEqual(log.seqs.map((_, index) => index + 1));
    // In order, once each; at most the batch whose answer was lost is there beyond what was acknowledged.
    expect(log.offsets, `seed ${seed}`).toEqual(log.offsets.map((_, index) => index + 1));
    expect(log.offsets.length).toBeGreaterThanOrEqual(writer.acked);
    expect(log.offsets.length).toBeLessThanOrEqual(writer.acked + writer.inFlight);
    expect(log.chained, `seed ${seed}`).toBe(true);
    expect(log.gaps).toEqual([]);
    unacked += log.offsets.length - writer.acked;
  }
  const failed = writers.reduce((sum, each) => sum + each.failed, 0);
  console.log(
    `seed ${seed}: server killed ${killed.server} times, database ${killed.database} times; ${acked()} events of ${interviews} interviews ` +
      `acknowledged, ${failed} requests failed and were sent again, ${unacked} events durable whose answer was lost; none lost, none twice`,
  );
  expect(killed.server + killed.database).toBe(kills);
}, 3_600_000);
