// The simplest API that keeps events: a row for each, in one transaction for each batch. The other end of the comparison in ingest.mjs.
import { createServer } from 'node:http';
import { EventBatch } from '@interviewlm/protocol';
import { openDatabase } from '../../server/dist/db/pool.js';

const knex = openDatabase(process.env.DATABASE_URL);
createServer(async (req, res) => {
  if (req.method === 'GET') return res.end('{}');
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const { first_seq, events } = EventBatch.parse(JSON.parse(Buffer.concat(chunks).toString()));
  const [, , , interview_id] = req.url.split('/');
  await knex.transaction(async (sql) => {
    for (const [index, { t_ms, type, data }] of events.entries()) {
      await sql('bench_rows').insert({ interview_id, seq: first_seq + index, t_ms, type, data: JSON.stringify(data) });
    }
  });
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify({ acked_seq: first_seq + events.length - 1 }));
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
