// Invites a candidate, waits for the result, and keeps the report and the signed record. Nothing but Node and the REST API.
//
//   INTERVIEWLM_URL=http://127.0.0.1:3000 INTERVIEWLM_SECRET_KEY=ilm_sk_test_… node integrate.mjs "Ada Lovelace" ada@example.com
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { verifyRecord } from './verify.mjs';

const { INTERVIEWLM_URL: baseUrl = 'http://127.0.0.1:3000', INTERVIEWLM_SECRET_KEY: secretKey } = process.env;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { assessment: { type: 'string' }, out: { type: 'string', default: 'results' }, every: { type: 'string', default: '10' } },
});
const [name, email] = positionals;
if (!secretKey || !name || !email) {
  console.error('Set INTERVIEWLM_SECRET_KEY, and give a name and an e-mail address: node integrate.mjs "Ada Lovelace" ada@example.com');
  process.exit(2);
}

const assessment = values.assessment ?? (await json('GET', '/api/assessments?limit=1')).data[0]?.id;
const created = await json('POST', '/api/interview', { assessment, candidate: { name, email } });
console.log(`Send this link to ${name}: ${created.links.candidate}`);

const finished = await result(created.id);
if (finished.status === 'expired' || finished.status === 'erased') {
  console.error(`There is no result: the interview is ${finished.status}.`);
  process.exit(1);
}
const report = await json('GET', `/api/interview/${created.id}/report`);
const record = Buffer.from(await (await call('GET', `/api/interview/${created.id}/export`)).arrayBuffer());
const { public_key, events, files } = verifyRecord(record);

const folder = join(values.out, created.id);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
await writeFile(join(folder, 'record.tar'), record);
console.log(`${name} has ${Math.round(finished.score.value)} of ${finished.score.max}.`);
console.log(`The record is whole: ${events} events in ${files.length} files, signed by ${public_key}.`);
console.log(`Kept in ${folder}`);

/** Asks until the interview is over and scored. A webhook (`interview.scored`) spares you the asking. */
async function result(id) {
  for (;;) {
    const interview = await json('GET', `/api/interview/${id}`);
    if (['scored', 'archived', 'expired', 'erased'].includes(interview.status)) return interview;
    await sleep(Number(values.every) * 1000);
  }
}

async function json(method, path, body) {
  return (await call(method, path, body)).json();
}

/**
 * Waits as long as a limit asks for, and tries again; a POST that is repeated with its key is done once. When the server refuses, its words
 * are the script's last.
 */
async function call(method, path, body) {
  const headers = { Authorization: `Bearer ${secretKey}`, Accept: 'application/json, application/x-tar' };
  if (body) Object.assign(headers, { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() });
  for (let turn = 1; ; turn++) {
    const answer = await fetch(new URL(path, baseUrl), {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.ok) return answer;
    const problem = await answer.json();
    if (turn === 3 || (answer.status !== 429 && answer.status < 500)) {
      const fields = problem.errors?.map(({ path: field, message }) => `${field}: ${message}`).join(', ');
      console.error(`${method} ${path}: ${fields || problem.detail || problem.title} (request ${problem.request_id})`);
      process.exit(1);
    }
    await sleep(Number(answer.headers.get('Retry-After') ?? 2 ** turn) * 1000);
  }
}
