// The routes that are read most, beside a bare Koa that answers the same question from the same tables: requests a second, and the slowest
// of a hundred. Built packages needed.
// node bench/api.mjs [--rounds 5] [--seconds 3] [--connections 16]
import { parseArgs } from 'node:util';
import { load } from './api/load.mjs';
import { finding, quantile } from './findings.mjs';
import { addInterview, openPostgres, serve, serveApi } from './recording/stage.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number);

const postgres = await openPostgres();
const interviews = await Promise.all(Array.from({ length: 400 }, () => addInterview(postgres.knex)));
const api = await serveApi(postgres);
const bare = await serve(['bench/api/bare.mjs'], { DATABASE_URL: postgres.url }, '/healthz');
const routes = { 'one interview': (id) => `/api/interview/${id}`, 'its files': (id) => `/api/interview/${id}/files` };
for (const [name, pathOf] of Object.entries(routes)) await compare(name, pathOf);
await api.close();
await bare.close();
await postgres.close();

async function compare(name, pathOf) {
  const seen = { rate: [[], []], p99: [[], []] };
  // The first round fills caches and isn't counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [side, { url }] of [api, bare].entries()) {
      const times = await load({ url, pathOf, interviews, connections, seconds });
      if (round === 0) continue;
      seen.rate[side].push(times.length / seconds);
      seen.p99[side].push(quantile(times, 0.99));
    }
  }
  const say = (measure, unit, [ours, theirs], goal) =>
    finding({ bench: 'api', measure: `${name}, ${measure}`, against: 'bare Koa and pg', unit, ours, theirs, ...(goal && { goal }) });
  say('rate', 'requests/s', seen.rate, { least: 0.7 });
  say('p99', 'ms', seen.p99);
  const ask = { url: api.url, pathOf, interviews, connections, seconds };
  await api.profile(`api-${name.replaceAll(' ', '-')}`, () => load(ask));
}
