// What one process needs for each interview: idle ones, each with its page's connection kept and a reviewer following live, and active ones,
// which send a batch of events every two seconds as a page does while someone types. Built packages needed; Linux, for memory and CPU times.
// node bench/scale.mjs [--idle 100,500,1000,2500,5000] [--active 100,200,400] [--seconds 6]
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { quantile, finding } from './findings.mjs';
import { addInterview, openPostgres, pageEvents, serveApi, tokenFor } from './recording/stage.mjs';

const { values } = parseArgs({
  options: {
    idle: { type: 'string', default: '100,500,1000,2500,5000' },
    active: { type: 'string', default: '100,200,400' },
    seconds: { type: 'string', default: '6' },
  },
});
const [idle, active] = [values.idle, values.active].map((list) => list.split(',').map(Number));
const seconds = Number(values.seconds);
/** As a page sends them: what was typed in two seconds. */
const [perBatch, every_ms] = [28, 2000];
/** So many pages open in the same moment; thousands at once would be another measurement. */
const together = 20;

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const events = pageEvents(perBatch * 100, 10);
const postgres = await openPostgres();
const api = await serveApi(postgres);
const pages = [];
await warmUp();
const empty = { count: 0, memory: await settled() };
const steps = [empty];
for (const count of idle) steps.push(await holdIdle(count));
const loads = [];
for (const count of active) loads.push(await work(count));
for (const page of pages) page.stream.destroy();
agent.destroy();
await api.close();
await postgres.close();
report();

/** The first requests of a process compile what all use, and grow its heap once. */
async function warmUp() {
  for (let turn = 0; turn < 50; turn++) {
    const page = await open();
    for (let batch = 0; batch < 10; batch++) await send(page);
    page.stream.destroy();
  }
}

async function holdIdle(count) {
  while (pages.length < count) {
    const wanted = Math.min(together, count - pages.length);
    pages.push(...(await Promise.all(Array.from({ length: wanted }, open))));
  }
  const memory = await settled();
  const before = api.cpu();
  await sleep(seconds * 1000);
  const cpu = (api.cpu() - before) / seconds;
  console.log(`${count} idle: ${(memory / 1024).toFixed(0)} MB, ${(cpu * 100).toFixed(1)} % of a core`);
  return { count, memory, cpu };
}

async function work(count) {
  const before = api.cpu();
  const late = [];
  const from = performance.now();
  const type = async (page, index) => {
    await sleep((index * every_ms) / count);
    for (let turn = 0; performance.now() - from < seconds * 1000; turn++) {
      const due = from + (index * every_ms) / count + turn * every_ms;
      await sleep(Math.max(0, due - performance.now()));
      await send(page);
      late.push(performance.now() - due);
    }
  };
  await Promise.all(pages.slice(0, count).map(type));
  const took = (performance.now() - from) / 1000;
  const cpu = (api.cpu() - before) / took;
  console.log(
    `${count} active among ${pages.length}: ${(cpu * 100).toFixed(0)} % of a core, a batch is acknowledged after p50 ${quantile(late, 0.5).toFixed(1)} ms, p99 ${quantile(late, 0.99).toFixed(1)} ms`,
  );
  return { count, cpu };
}

/** Kilobytes that the process holds once it has come to rest. */
async function settled() {
  let last = Infinity;
  for (;;) {
    await sleep(1000);
    const now = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))[1]);
    if (Math.abs(now - last) < last * 0.01) return now;
    last = now;
  }
}

/** A candidate's page that has read its interview and keeps the connection, and a reviewer's that follows its events. */
async function open() {
  const page = { ...(await addInterview(postgres.knex)), client_id: randomUUID(), sent: 0 };
  await ask(page, 'GET', '');
  const watcher = { token: await tokenFor(page, 'reviewer') };
  const stream = await answerOf(request(`${api.url}/api/interview/${page.interview}/events/stream`, { headers: headersOf(watcher) }));
  stream.resume();
  stream.on('error', () => undefined);
  return Object.assign(page, { stream });
}

function send(page) {
  const at = page.sent % events.length;
  const first_seq = page.sent + 1;
  page.sent += perBatch;
  return ask(page, 'POST', '/events', { client_id: page.client_id, first_seq, events: events.slice(at, at + perBatch) });
}

async function ask(page, method, path, body) {
  const asked = request(`${api.url}/api/interview/${page.interview}${path}`, { method, agent, headers: headersOf(page) });
  const answer = await answerOf(asked, body);
  await once(answer.resume(), 'end');
}

function answerOf(asked, body) {
  return new Promise((resolve, reject) => {
    asked.once('error', reject).once('response', (answer) => {
      if (answer.statusCode < 300) resolve(answer);
      else reject(new Error(`${asked.method} ${asked.path}: ${answer.statusCode}`));
    });
    asked.end(body && JSON.stringify(body));
  });
}

function headersOf({ token }) {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

function report() {
  const say = (measure, unit, ours, more = {}) => finding({ bench: 'scale', measure, unit, ours, ...more });
  const each = ({ count, memory }, before = empty) => (memory - before.memory) / (count - before.count);
  const most = steps.at(-1);
  say(`memory of an idle interview, among ${most.count}`, 'KB', [each(most)], { goal: { most: 300 } });
  const middle = steps.at(-2);
  const linear = { ours: each(most, middle), theirs: each(middle) };
  finding({
    bench: 'scale',
    measure: `memory of one more, from ${middle.count} to ${most.count}`,
    against: `one of the first ${middle.count}`,
    unit: 'KB',
    ours: [linear.ours],
    theirs: [linear.theirs],
    goal: { most: 1.2 },
  });
  say(`${most.count} idle interviews`, '% of a core', [most.cpu * 100]);
  const share = ({ count, cpu }) => (cpu / count) * 100;
  for (const load of loads) say(`an active interview, among ${load.count}`, '% of a core', [share(load)]);
}
