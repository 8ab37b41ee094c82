// What the embedded PostgreSQL costs beside the one of the system's packages, both with their defaults and durable, under the same API:
// requests that read, and batches of events that are written. Built packages needed.
// node bench/embedded.mjs [--rounds 5] [--seconds 2] [--connections 8]
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensurePostgres } from '../scripts/system-packages.mjs';
import { load } from './api/load.mjs';
import { finding, quantile } from './findings.mjs';
import { addInterview, openPostgres, pageEvents, post, serveApi } from './recording/stage.mjs';
import { openSystemPostgres } from './recording/system-postgres.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '8' },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number);
/** As a page sends them: what was typed in two seconds. */
const perBatch = 28;
/** More requests at once would meet a token's limit. */
const batchesPerInterview = 100;

if (!ensurePostgres()) throw new Error('There is no PostgreSQL of the system to compare with.');
const events = pageEvents(perBatch * batchesPerInterview, 10);
const sides = [await stage(await openPostgres()), await stage(await openSystemPostgres())];
const seen = { read: [[], []], written: [[], []], p50: [[], []] };
// The first round fills caches and isn't counted.
for (let round = 0; round <= rounds; round++) {
  for (const [side, { api, interviews, postgres }] of sides.entries()) {
    const pathOf = (id) => `/api/interview/${id}`;
    const reads = await load({ url: api.url, pathOf, interviews, connections, seconds });
    const writes = await write(api.url, postgres);
    if (round === 0) continue;
    seen.read[side].push(reads.length / seconds);
    seen.written[side].push(writes.length / seconds);
    seen.p50[side].push(quantile(writes, 0.5));
  }
}
for (const { api, postgres } of sides) {
  await api.close();
  await postgres.close();
}
const say = (measure, unit, [ours, theirs]) =>
  finding({ bench: 'embedded', measure, against: 'PostgreSQL of the system', unit, ours, theirs });
say('one interview read, rate', 'requests/s', seen.read);
say(`batches of ${perBatch} events, rate`, 'requests/s', seen.written);
say(`batches of ${perBatch} events, p50`, 'ms', seen.p50);

async function stage(postgres) {
  const interviews = await Promise.all(Array.from({ length: 300 }, () => addInterview(postgres.knex)));
  return { postgres, interviews, api: await serveApi(postgres) };
}

/** Milliseconds of every batch that so many pages write, each for as long as its interview may. */
async function write(url, { knex }) {
  const times = [];
  const end = performance.now() + seconds * 1000;
  const page = async () => {
    let [writer, next] = [null, 0];
    while (performance.now() < end) {
      if (!writer || next === batchesPerInterview) [writer, next] = [{ ...(await addInterview(knex)), client_id: randomUUID() }, 0];
      const first = next++ * perBatch;
      const batch = { client_id: writer.client_id, first_seq: first + 1, events: events.slice(first, first + perBatch) };
      const from = performance.now();
      await post(url, writer, batch);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: connections }, page));
  return times;
}
