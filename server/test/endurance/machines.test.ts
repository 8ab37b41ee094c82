import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listMessages } from '../../src/db/messages.js';
import { withTenant } from '../../src/db/tenant-tx.js';
import { startModalServer, type ModalServer } from '../vendors/modal-server/server.js';
import { Candidate } from './support/candidate.js';
import { modalAt, openFleet, type Fleet } from './support/fleet.js';
import { Hiring } from './support/hiring.js';
import { logOf } from './support/log-of.js';

/**
 * `INTERVIEWS=200 MACHINES_SECONDS=180` is the long run, for a machine that has nothing else to do: every sandbox, client, server and the
 * database are on it. `MACHINES_SANDBOX=modal` has the sandboxes on Modal's wire, as several machines have them.
 */
const interviews = Number(process.env['INTERVIEWS'] ?? 20);
const seconds = Number(process.env['MACHINES_SECONDS'] ?? 60);
const onModal = process.env['MACHINES_SANDBOX'] === 'modal';
const killEvery_ms = 30_000;
/**
 * Longest that a terminal may be away. Where the machine has so much else to do that the first opening of one takes more than a second
 * (half of them, in the same run), it is in proportion.
 */
const back_ms = 5_000;
const usualOpening_ms = 1_000;

let modal: ModalServer;
let fleet: Fleet;
let hiring: Hiring;
beforeAll(async () => {
  modal = await startModalServer();
  fleet = await openFleet({ servers: 2, workers: 2 }, onModal ? modalAt(modal.url) : {});
  hiring = await Hiring.open(fleet.company, fleet.assessment);
});
afterAll(async () => {
  await fleet.close();
  await hiring.close();
  await modal.close();
});

test(`two servers, two workers, ${interviews} interviews for ${seconds} s: a server killed every 30 s, PostgreSQL restarted once`, async () => {
  const seed = Date.now() % 2 ** 31;
  const candidates: Candidate[] = [];
  for (let n = 0; n < interviews; n += 10)
    candidates.push(...(await Promise.all(Array.from({ length: Math.min(10, interviews - n) }, (_, m) => invited(seed + n + m)))));
  const stop = new AbortController();
  const atWork = Promise.all(candidates.map((candidate) => candidate.work(stop.signal)));
  const inviting = hiring.goOn(stop.signal);
  await expect.poll(() => candidates.filter(({ commands }) => commands > 0).length, { timeout: 400_000, interval: 200 }).toBe(interviews);
  // What counts is what is away from here on, when all are at work.
  const opened = candidates.flatMap(({ away_ms }) => away_ms.splice(0)).toSorted((a, b) => a - b);

  const killed = await spoil(seconds);
  await expect.poll(() => candidates.filter(({ isAway }) => isAway !== null).length, { timeout: 60_000, interval: 100 }).toBe(0);
  stop.abort();
  await Promise.all([atWork, inviting]);
  await expect.poll(untold, { timeout: 120_000, interval: 500 }).toEqual([]);

  const logs = await checkLogs(candidates, seed);
  const talks = await checkTalks(candidates);
  const away = candidates.flatMap(({ away_ms }) => away_ms).toSorted((a, b) => a - b);
  const told = [...hiring.told()];
  const failed = candidates.reduce((sum, { writer }) => sum + writer.failed, 0);
  console.log(
    [
      `seed ${seed}: ${killed} kills of a server and one restart of PostgreSQL in ${seconds} s, ${interviews} interviews`,
      `events: ${logs.acked} acknowledged, 0 lost, 0 twice; ${failed} requests failed and were sent again`,
      `chats: ${talks.asked} asked, ${talks.done} answered, ${talks.broken} broken off and said so, ${talks.refused} not taken; 0 doubled`,
      `terminals: opened in ${summary(opened)}; broke off ${away.length} times; back after ${summary(away)}`,
      `webhooks: ${told.length} owed and told, in ${hiring.requests} requests; 0 lost, 0 under a second id`,
    ].join('\n'),
  );
  expect(told.filter(([, ids]) => ids.size > 1)).toEqual([]);
  const slowness = Math.max(1, (opened[Math.floor(opened.length / 2)] ?? 0) / usualOpening_ms);
  expect(
    away.filter((ms) => ms > back_ms * slowness).map(Math.round),
    `the machine is ${slowness.toFixed(1)} times slower than usual`,
  ).toEqual([]);
}, 3_600_000);

async function invited(seed: number): Promise<Candidate> {
  const { id, token } = await hiring.invite();
  return new Candidate(fleet.url, { tenant: fleet.tenant, mode: 'test', interview: id }, token, seed);
}

/** One server after the other, each at full speed; PostgreSQL in the middle between two kills. Resolves with the number of kills. */
async function spoil(forSeconds: number): Promise<number> {
  const kills = Math.max(1, Math.floor((forSeconds * 1000) / killEvery_ms) - 1);
  const restartAfter = Math.floor(kills / 2);
  for (let kill = 0; kill < kills; kill++) {
    await sleep(killEvery_ms / 2);
    if (kill === restartAfter) await fleet.postgres.restart('SIGINT');
    await sleep(killEvery_ms / 2);
    await fleet.servers[kill % 2]?.kill();
  }
  await sleep(Math.max(0, forSeconds * 1000 - kills * killEvery_ms));
  return kills;
}

const untold = () => {
  const told = hiring.told();
  return hiring.owed.filter((what) => !told.has(what));
};

async function checkLogs(candidates: readonly Candidate[], seed: number): Promise<{ acked: number }> {
  let acked = 0;
  for (const { writer, talks, at } of candidates) {
    const log = await logOf(fleet.knex, at);
    expect(log.seqs, `seed ${seed}`).toEqual(log.seqs.map((_, index) => index + 1));
    // In order, once each; at most the batch whose answer was lost is there beyond what was acknowledged.
    expect(log.offsets, `seed ${seed}`).toEqual(log.offsets.map((_, index) => index + 1));
    expect(log.offsets.length).toBeGreaterThanOrEqual(writer.acked);
    expect(log.offsets.length).toBeLessThanOrEqual(writer.acked + writer.inFlight);
    expect(log.chained, `seed ${seed}`).toBe(true);
    // A shell's output goes on where it was, whichever process had it.
    let end = 0;
    for (const event of log.events) {
      if (event.type !== 'terminal.output') continue;
      expect(event.data.offset, `${at.interview}, seed ${seed}`).toBeGreaterThanOrEqual(end);
      end = event.data.offset + Buffer.byteLength(event.data.base64, 'base64');
    }
    const asked = log.events.flatMap((event) => (event.type === 'chat.user' ? [event.data.text] : []));
    expect(asked.length, at.interview).toBe(new Set(asked).size);
    expect(talks.filter(({ message }) => message !== null).filter(({ question }) => !asked.includes(question))).toEqual([]);
    acked += writer.acked;
  }
  return { acked };
}

async function checkTalks(candidates: readonly Candidate[]): Promise<Record<'asked' | 'done' | 'broken' | 'refused', number>> {
  const counts = { asked: 0, done: 0, broken: 0, refused: 0 };
  for (const { talks, at } of candidates) {
    const messages = await withTenant(fleet.knex, at.tenant, (tx) => listMessages(tx, at.interview));
    const questions = messages.flatMap(({ role, text }) => (role === 'user' ? [text] : []));
    expect(questions.length).toBe(new Set(questions).size);
    for (const { message, said, outcome } of talks) {
      counts.asked++;
      const stored = messages.find(({ id }) => id === message);
      if (outcome === 'done') {
        counts.done++;
        expect(said).toBe(stored?.text);
      } else counts[stored ? 'broken' : 'refused']++;
    }
  }
  return counts;
}

function summary(sorted: readonly number[]): string {
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `${at(0.5)} ms (half), ${at(0.95)} ms (95 of 100), ${at(1)} ms (all)`;
}
