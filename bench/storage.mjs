// Bytes on disk for a typical minute of an interview in a workspace of six files: as raw JSON, as it is stored while it runs, and as it is at
// rest and in the archive. The recording goes through the API in batches of two seconds, as a page sends them. Built packages needed.
// node bench/storage.mjs [--minutes 30]
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { withTenant } from '../server/dist/db/tenant-tx.js';
import { fold } from '../server/dist/services/recording/fold.js';
import { append } from '../server/dist/services/recording/log.js';
import { refold } from '../server/dist/services/recording/refold.js';
import { addInterview, openPostgres, pageEvents, post, serveApi, starterOf } from './recording/stage.mjs';
import { finding } from './findings.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
const perMinute = 833;
const flush_ms = 2000;

const events = pageEvents(perMinute * minutes, minutes);
const raw = JSON.stringify(events).length / minutes;
const postgres = await openPostgres();
const api = await serveApi(postgres);
const writer = { ...(await addInterview(postgres.knex)), client_id: randomUUID(), sent: 0 };
await withTenant(postgres.knex, writer.tenant, (tx) => append(tx, writer.interview, [starterOf(minutes)]));
let batch = [];
for (const [index, event] of events.entries()) {
  batch.push(event);
  const next = events[index + 1];
  if (next && batch.length < 500 && next.t_ms - batch[0].t_ms < flush_ms) continue;
  await post(api.url, writer, { client_id: writer.client_id, first_seq: writer.sent + 1, events: batch });
  writer.sent += batch.length;
  batch = [];
}
await api.close();
console.log(`${minutes} minutes, ${perMinute} events a minute; raw JSON: ${(raw / 1000).toFixed(1)} KB a minute`);
await fold(postgres.knex, refold, writer);
await report('hot while it runs', { least: 10 });
await withTenant(postgres.knex, writer.tenant, async (tx) => {
  await tx
    .sql('interviews')
    .where({ id: writer.interview })
    .update({ status: 'submitted', running_since: null, elapsed_ms: minutes * 60_000 });
  await append(tx, writer.interview, [{ type: 'session.submitted', data: {} }]);
});
await fold(postgres.knex, refold, writer);
await report('hot at rest', { least: 10 });
const { rows } = await postgres.knex.raw(
  'select sum(length(payload))::float8 as bytes, count(*)::int as segments from event_segments where folded',
);
line(`archived, ${rows[0].segments} objects`, rows[0].bytes / minutes, { least: 20 });
await postgres.close();

/** The table with its indexes and what is stored beside it, after a vacuum that gives back what is dead. */
async function report(name, goal) {
  await postgres.knex.raw('vacuum full event_segments');
  const { rows } = await postgres.knex.raw(
    `select sum(pg_total_relation_size(inhrelid))::float8 as bytes from pg_inherits where inhparent = 'event_segments'::regclass
     and exists (select from pg_class where oid = inhrelid and reltuples > 0)`,
  );
  line(name, rows[0].bytes / minutes, goal);
}

function line(measure, bytes, goal) {
  const [ours, theirs] = [[bytes / 1000], [raw / 1000]];
  finding({ bench: 'storage', measure, against: 'raw JSON', unit: 'KB a minute', ours, theirs, goal, inverse: true });
}
