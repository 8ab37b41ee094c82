// Events per second and core through the HTTP API, beside PostgreSQL's own floor for the same bytes (the better of COPY and multi-row
// INSERT, without any API) and beside an API that keeps a row for each event. Built packages needed; Linux, for the CPU times.
// node bench/ingest.mjs [--batches 240] [--connections 4] [--rounds 5]
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { addInterview, openPostgres, pageEvents, post, serve, serveApi } from './recording/stage.mjs';
import { finding } from './findings.mjs';

const numbers = {
  batches: { type: 'string', default: '240' },
  connections: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '5' },
};
const { values } = parseArgs({ options: numbers });
const [batches, connections, rounds] = [values.batches, values.connections, values.rounds].map(Number);
const perBatch = 500;
/** A token may send this many requests at once; more would measure the limiter. */
const batchesPerInterview = 100;

const events = pageEvents(perBatch * batchesPerInterview, 60);
const batchesOf = Array.from({ length: batchesPerInterview }, (_, index) => events.slice(index * perBatch, (index + 1) * perBatch));
const postgres = await openPostgres();
await postgres.knex.raw(
  'create table bench_rows (interview_id text, seq bigint, t_ms bigint, type text, data jsonb, primary key (interview_id, seq))',
);

const ways = { 'COPY, a row an event': copy, 'multi-row INSERT': multiRow, 'our API': ours, 'API with a row an event': rowsApi };
const measured = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
// Interleaved, so that a busy machine is busy for all of them; the first round warms up and isn't counted.
for (let round = 0; round <= rounds; round++) {
  for (const [name, way] of Object.entries(ways)) {
    const result = await way(name.startsWith('API') ? Math.ceil(batches / 8) : batches);
    if (round > 0) measured[name].push(result);
    await postgres.knex.raw('truncate bench_rows; truncate event_segments; checkpoint');
  }
}
await postgres.close();

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const perCore = (name) => middle(measured[name].map(({ count, cpu }) => count / cpu));
console.log(
  `${perBatch} events a batch, ${Math.round(JSON.stringify(batchesOf[0]).length / perBatch)} bytes an event, ${connections} connections, fsync on`,
);
for (const name of Object.keys(ways)) {
  const wall = middle(measured[name].map(({ count, ms }) => (count / ms) * 1000));
  console.log(
    `${name}: ${Math.round(perCore(name))} events/s per core (CPU of API and PostgreSQL), ${Math.round(wall)} events/s by the clock`,
  );
}
const rates = (name) => measured[name].map(({ count, cpu }) => count / cpu);
const floor = ['COPY, a row an event', 'multi-row INSERT'].toSorted((a, b) => perCore(b) - perCore(a))[0];
for (const [against, goal] of [
  [floor, { least: 0.5 }],
  ['API with a row an event', { least: 5 }],
]) {
  const [ours, theirs] = [rates('our API'), rates(against)];
  finding({ bench: 'ingest', measure: 'durable events through HTTP', against, unit: 'events/s per core', ours, theirs, goal });
}

/** Runs `send(interview index, batch index)` for all batches over the connections, and measures time and CPU. */
async function measure(count, cpu, send) {
  const before = cpu();
  const from = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let mine = 0; next < count; mine++) {
        next++;
        await send(worker, mine % batchesPerInterview, Math.floor(mine / batchesPerInterview));
      }
    }),
  );
  return { count: count * perBatch, ms: performance.now() - from, cpu: cpu() - before };
}

async function ours(count) {
  const api = await serveApi(postgres);
  const needed = Math.ceil(count / batchesPerInterview);
  const interviews = await Promise.all(
    Array.from({ length: connections }, () => Promise.all(Array.from({ length: needed }, () => addInterview(postgres.knex)))),
  );
  const writers = interviews.map((each) => each.map(() => randomUUID()));
  // The first requests of a process compile what all use.
  const [warmUp, client_id] = [await addInterview(postgres.knex), randomUUID()];
  for (const [index, events] of batchesOf.entries()) await post(api.url, warmUp, { client_id, first_seq: index * perBatch + 1, events });
  const result = await measure(
    count,
    () => api.cpu() + postgres.cpu(),
    (worker, batch, turn) =>
      post(api.url, interviews[worker][turn], {
        client_id: writers[worker][turn],
        first_seq: batch * perBatch + 1,
        events: batchesOf[batch],
      }),
  );
  await api.close();
  return result;
}

async function rowsApi(count) {
  const api = await serve(['bench/recording/rows-api.mjs'], { DATABASE_URL: postgres.url }, '/');
  const result = await measure(
    count,
    () => api.cpu() + postgres.cpu(),
    (worker, batch, turn) =>
      post(
        api.url,
        { interview: `itv_${worker}_${turn}` },
        { client_id: randomUUID(), first_seq: batch * perBatch + 1, events: batchesOf[batch] },
      ),
  );
  await api.close();
  return result;
}

/** PostgreSQL alone: what is sent is made before, and only its own CPU counts. */
async function bare(count, prepare, send) {
  const prepared = batchesOf.map(prepare);
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      return client;
    }),
  );
  const result = await measure(count, postgres.cpu, (worker, batch, turn) =>
    send(clients[worker], prepared[batch], `itv_${worker}_${turn}`),
  );
  await Promise.all(clients.map((client) => client.end()));
  return result;
}

function copy(count) {
  const rowOf = ({ t_ms, type, data }, index) => `${index}\t${t_ms}\t${type}\t${JSON.stringify(data).replaceAll('\\', '\\\\')}\n`;
  return bare(
    count,
    (batch, index) => batch.map((event, at) => rowOf(event, index * perBatch + at + 1)),
    (client, rows, interview) => copyIn(client, Buffer.from(rows.map((row) => `${interview}\t${row}`).join(''))),
  );
}

/** COPY by the driver's own connection: it has the messages, but no query for them. */
function copyIn(client, rows) {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection) => connection.query('copy bench_rows from stdin'),
      handleCopyInResponse: (connection) => {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: resolve,
      handleError: reject,
    });
  });
}

function multiRow(count) {
  const marks = Array.from({ length: perBatch }, (_, row) => `($${[1, 2, 3, 4, 5].map((column) => row * 5 + column).join(', $')})`).join(
    ', ',
  );
  const text = `insert into bench_rows values ${marks}`;
  return bare(
    count,
    (batch, index) => batch.map(({ t_ms, type, data }, at) => [index * perBatch + at + 1, t_ms, type, JSON.stringify(data)]),
    (client, rows, interview) => client.query({ name: 'rows', text, values: rows.flatMap((row) => [interview, ...row]) }),
  );
}
